import { Browser } from '../identity/browser.js';
import { checkContract } from './contract.js';

export interface ApiAnswer<Body = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Somebody signed in, calling the API as a browser's script would. */
export interface Person {
  readonly browser: Browser;
  readonly csrfToken: string;
  readonly id: string;
  /** @param json sent as the body when given */
  call<Body = Json>(
    method: string,
    path: string,
    json?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer<Body>>;
  upload<Body = Json>(
    path: string,
    fields: Record<string, string>,
    file: UploadFile,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer<Body>>;
  bytes(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }>;
  /** The same session at another process of the service. */
  at(url: string): Person;
}

export interface UploadFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Answers are looked into freely: a wrong shape fails the assertion that looks. */
// biome-ignore lint/suspicious/noExplicitAny: test code reads answers by name
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

/** Signs a persona of the development e-ID in, through its form. */
export async function signIn(url: string, persona: string, as: 'owner' | 'staff' = 'owner'): Promise<Person> {
  const browser = new Browser();
  const start = `${url}/sign-in?as=${as}&returnTo=/healthz`;
  const form = await browser.follow(await browser.open(start), start);
  const action = /<form[^>]*action="([^"]+)"/.exec(form.text)?.[1] ?? form.url;
  const target = new URL(action.replaceAll('&amp;', '&'), form.url).href;
  const end = await browser.follow(await browser.postForm(target, { persona }, { origin: url }), target);
  if (!end.url.endsWith('/healthz'))
    throw new Error(`sign-in as ${persona} ended at ${end.url}: ${end.response.status}`);
  const session = await (await browser.open(`${url}/api/v1/session`)).json();
  return personAt(url, browser, session as Session);
}

interface Session {
  readonly csrfToken: string;
  readonly actor: { readonly id: string };
}

/** @param origin of the public address, whichever process answers */
function personAt(url: string, browser: Browser, session: Session, origin = new URL(url).origin): Person {
  const send = async (
    method: string,
    path: string,
    body: RequestInit['body'],
    headers: Record<string, string>,
  ) => {
    const response = await browser.open(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { origin, ...(method === 'GET' ? {} : { 'x-csrf-token': session.csrfToken }), ...headers },
    });
    return answerOf(response, method, path);
  };
  return {
    browser,
    csrfToken: session.csrfToken,
    id: session.actor.id,
    call: (method, path, json, headers = {}) =>
      send(
        method,
        path,
        json === undefined ? undefined : JSON.stringify(json),
        json === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ),
    upload: (path, fields, file, headers = {}) => send('POST', path, formOf(fields, file), headers),
    bytes: async (path, headers = {}) => {
      const response = await browser.open(`${url}${path}`, { headers });
      return {
        status: response.status,
        headers: response.headers,
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    },
    at: (other) => personAt(other, browser, session, origin),
  };
}

export function formOf(fields: Record<string, string>, file: UploadFile): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  return form;
}

/** Reads an answer, bodies are JSON or nothing; with its method it is held against the contract too. */
export async function answerOf(response: Response, method?: string, path?: string): Promise<ApiAnswer<Json>> {
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  const body: unknown = /json/.test(contentType ?? '') ? JSON.parse(text) : text;
  if (method !== undefined && path !== undefined)
    checkContract({ method, path, status: response.status, contentType, body });
  return { status: response.status, headers: response.headers, body };
}
