import { sessionSchema } from './answers.js';
import { makeCookieJar } from './cookie-jar.js';
import { type Answer, bodyOf, mustHaveStatus, type Sent, send } from './http-client.js';
import { Surprise } from './surprise.js';

/** A person in front of a browser, signed in. */
export interface Person {
  readonly name: string;
  readonly accountLevel: number | null;
  readonly agency: string | null;
  /** What a browser of hers sends along: for callers that bring a client of their own. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** @param path with its query, like `/api/v1/me/documents?limit=5` */
  readonly call: (path: string, sent?: Sent) => Promise<Answer>;
}

/** More would be a circle. */
const MOST_REDIRECTS = 15;

/**
 * Signs in as a browser does: /sign-in, the e-ID's form, back to the service with a session cookie.
 * @param persona key of a person of the development e-ID
 * @throws Surprise
 */
export async function signIn(base: URL, persona: string, as: 'owner' | 'staff'): Promise<Person> {
  const jar = makeCookieJar();
  const visit = async (url: URL, sent: Sent = {}) => {
    const cookie = jar.header(url);
    const headers = { ...sent.headers, ...(cookie === '' ? {} : { Cookie: cookie }) };
    const answer = await send(url, { ...sent, headers });
    jar.keep(url, answer.headers);
    return answer;
  };
  const follow = async (begin: URL, sent?: Sent) => {
    let url = begin;
    let answer = await visit(url, sent);
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops += 1) {
      const location = answer.headers.get('location');
      if (location === null || hops === MOST_REDIRECTS)
        throw new Surprise(`${begin.pathname} to lead to a page`, `${answer.status} without an end`);
      url = new URL(location, url);
      answer = await visit(url);
    }
    return { url, answer };
  };

  const returnTo = '/api/v1/session';
  const form = await follow(new URL(`/sign-in?as=${as}&returnTo=${returnTo}`, base));
  mustHaveStatus(form.answer, 200);
  const html = form.answer.bytes.toString('utf8');
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1];
  if (action === undefined || !html.includes(`name="persona" value="${persona}"`))
    throw new Surprise(
      `the development e-ID's form with the person "${persona}"`,
      `another page at ${form.url.origin}${form.url.pathname}`,
      'The demo needs the embedded development e-ID: start the service without EID_ISSUER and STAFF_ISSUER.',
    );
  const chosen = { method: 'POST', form: new URLSearchParams({ persona }) } as const;
  const home = await follow(new URL(action.replaceAll('&amp;', '&'), form.url), chosen);
  if (home.url.pathname !== returnTo)
    throw new Surprise(`the sign-in to end at ${returnTo}`, `${home.answer.status} at ${home.url.pathname}`);
  const { actor, csrfToken } = bodyOf(home.answer, 200, sessionSchema);

  return {
    name: actor.name,
    accountLevel: actor.accountLevel,
    agency: actor.agency ?? null,
    headers: () => ({ Cookie: jar.header(home.url), 'X-CSRF-Token': csrfToken }),
    call(path, sent = {}) {
      const safe = (sent.method ?? 'GET') === 'GET';
      const headers = { ...sent.headers, ...(safe ? {} : { 'X-CSRF-Token': csrfToken }) };
      return visit(new URL(path, home.url), { ...sent, headers });
    },
  };
}
