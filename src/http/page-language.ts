import type { RequestHandler } from 'express';

const ONE_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** `?lang=vi|en` on any page keeps the person's choice in a cookie and leads to the same page without it. */
export function chooseLanguage({ secure }: { secure: boolean }): RequestHandler {
  return (request, response, next) => {
    const chosen = request.query['lang'];
    if (request.method !== 'GET' || (chosen !== 'vi' && chosen !== 'en')) {
      next();
      return;
    }
    const url = URL.parse(request.originalUrl, 'http://self');
    // A path like //host would lead away.
    if (url === null || !/^\/(?!\/)/.test(request.originalUrl)) {
      next();
      return;
    }
    url.searchParams.delete('lang');
    response.cookie('lang', chosen, {
      path: '/',
      sameSite: 'lax',
      httpOnly: true,
      secure,
      maxAge: ONE_YEAR_MS,
    });
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, `${url.pathname.replace(/^\/+/, '/')}${url.search}`);
  };
}
