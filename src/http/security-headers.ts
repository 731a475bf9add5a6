import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The policy of every page: nothing inline, nothing from elsewhere. `formAction` names where a form may lead on to. */
export function contentSecurityPolicy(formAction: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", ...formAction].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
  ].join('; ');
}

export function securityHeaders({ secure }: { secure: boolean }): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy());
      response.setHeader('Permissions-Policy', 'camera=(self), geolocation=(), microphone=(), payment=()');
      next();
    },
  ];
}
