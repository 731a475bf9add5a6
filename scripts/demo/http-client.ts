import type { z } from 'zod';
import { Surprise } from './surprise.js';

/** An answer, read to its end. */
export interface Answer {
  /** Of the call, for messages: `GET /api/v1/session`. */
  readonly call: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly json?: unknown;
  readonly form?: FormData | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One HTTP call; redirects are answers. @throws Surprise when nobody answers */
export async function send(url: URL, { method = 'GET', json, form, headers = {} }: Sent): Promise<Answer> {
  const call = `${method} ${url.pathname}`;
  const body = json === undefined ? form : JSON.stringify(json);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        'Accept-Language': 'en',
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { call, status: response.status, headers: response.headers, bytes };
  } catch (error) {
    throw new Surprise(`an answer to ${call} at ${url.origin}`, reasonOf(error));
  }
}

/** The body of an answer that must have this status and shape. @throws Surprise */
export function bodyOf<Schema extends z.ZodType>(
  answer: Answer,
  status: number,
  schema: Schema,
): z.output<Schema> {
  mustHaveStatus(answer, status);
  const parsed = schema.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Surprise(`${answer.call} to answer in its shape`, faults.join('; '));
}

/** @throws Surprise */
export function mustHaveStatus(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Surprise(`${answer.call} to answer ${status}`, described(answer));
}

/** A refusal that is part of the story. @throws Surprise when it was granted, or refused otherwise */
export function mustBeRefused(answer: Answer, status: number, code: string): void {
  if (answer.status !== status || codeOf(answer) !== code)
    throw new Surprise(`${answer.call} to be refused with ${status} ${code}`, described(answer));
}

function described(answer: Answer): string {
  const text = answer.bytes.toString('utf8');
  return `${answer.status} ${text.length > 400 ? `${text.slice(0, 400)}…` : text}`.trim();
}

function codeOf(answer: Answer): unknown {
  const body = jsonOf(answer);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code || cause.message : String(cause);
}
