import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import type { RunningService } from '../support/service.js';

/** An id that nothing has. */
export const absentId = '019a0000-0000-7000-8000-000000000000';

/** Somebody or nobody, as the headers that say so. */
export interface Who {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly body: Json;
}

export const nobody: Who = { name: 'nobody', headers: {} };

/** A person with her cookies and CSRF token. */
export function asPerson(name: string, person: Person): Who {
  const cookie = person.browser
    .cookieNames()
    .map((one) => `${one}=${person.browser.cookie(one)}`)
    .join('; ');
  return { name, headers: { cookie, 'x-csrf-token': person.csrfToken } };
}

export function asPartner(name: string, { token }: Partner): Who {
  return { name, headers: { authorization: `Bearer ${token}` } };
}

/** A processing officer of another centre of the same province: a signed-in one whose session says so. */
export async function clerkOfAnotherCentre(service: RunningService, agency = 'H09.28'): Promise<Person> {
  const clerk = await signIn(service.url, 'quang', 'staff');
  const changed = await service.connection
    .collection('sessions')
    .updateOne(
      { 'session.csrfToken': clerk.csrfToken },
      { $set: { 'session.user.agency': agency, 'session.user.id': 'staff-elsewhere' } },
    );
  if (changed.modifiedCount !== 1) throw new Error('no session to change');
  return clerk;
}

/** Sends exactly what is given: any method, any path, no normalising. */
export function send(
  url: string,
  {
    method,
    path,
    headers = {},
    body,
  }: {
    method: string;
    path: string;
    headers?: Readonly<Record<string, string | string[]>>;
    body?: string | Buffer | undefined;
  },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: isJson && text !== '' ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** What may differ between two answers that are alike: the request's id, the moment, the count. */
export function likeness({ status, headers, text }: RawAnswer): Json {
  const id = String(headers['x-request-id'] ?? '');
  const kept = Object.entries(headers).filter(
    ([name]) => !['x-request-id', 'date', 'ratelimit', 'ratelimit-policy', 'set-cookie'].includes(name),
  );
  return { status, headers: Object.fromEntries(kept), text: id ? text.replaceAll(id, '<id>') : text };
}
