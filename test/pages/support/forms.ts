import type { Person } from '../../support/person.js';
import type { RunningService } from '../../support/service.js';

/** Sends a page's form as a browser does. */
export async function sendForm(
  { url: origin }: Pick<RunningService, 'url'>,
  person: Person,
  path: string,
  fields: Record<string, string> = {},
  at = origin,
): Promise<{ status: number; location: string | null; text: string }> {
  const response = await person.browser.open(`${at}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: person.csrfToken, ...fields }),
    headers: { accept: 'text/html', origin },
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    text: await response.text(),
  };
}

/** A page as text. */
export async function readPage(
  { url }: Pick<RunningService, 'url'>,
  person: Person,
  path: string,
): Promise<{ status: number; text: string }> {
  const response = await person.browser.open(`${url}${path}`, { headers: { accept: 'text/html' } });
  return { status: response.status, text: await response.text() };
}
