import { expect } from 'chai';
import type { ApiAnswer, Json } from '../../support/person.js';

/** An answer, or null when the connection broke before one came. */
export type Outcome = ApiAnswer<Json> | null;

/** I7: a refusal says what happened and what to do; one that passes says when to try again. */
export function expectInstructive(answer: {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}): void {
  const { status, headers, body } = answer;
  if (status < 400) return;
  const seen = `${status} ${JSON.stringify(body)}`;
  expect(headers.get('content-type'), seen).to.contain('application/problem+json');
  expect(body, seen).to.include.keys('type', 'title', 'status', 'detail', 'code', 'requestId');
  expect(body.detail.length, seen).to.be.greaterThan(20);
  expect(body.code, seen).to.not.equal('INTERNAL_ERROR');
  if (status === 503) expect(Number(headers.get('retry-after')), seen).to.be.greaterThan(0);
}

/** A 503 of this code. */
export function expectUnavailable(
  answer: Outcome,
  code: 'DATABASE_UNAVAILABLE' | 'STORAGE_UNAVAILABLE',
): void {
  expect([answer?.status, answer?.body.code]).to.deep.equal([503, code]);
}

/** Null for a connection that broke; anything else that is thrown is a fault of the test. */
export async function unlessCut<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) return null;
    throw error;
  }
}
