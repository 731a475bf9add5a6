import { z } from '../../http/zod.js';

const TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * Sends JSON to a gateway that the operator named and reads its answer, however slow, long or strange that is.
 * @throws Error when it does not answer in ten seconds, with more than 64 KiB, with a redirection or with no JSON object
 */
export async function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object,
): Promise<{ readonly status: number; readonly answer: Readonly<Record<string, unknown>> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MOST_ANSWER_BYTES) throw new Error('the gateway’s answer is too long');
    pieces.push(piece);
  }
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Error(`the gateway answered ${response.status} without JSON`);
  }
  return { status: response.status, answer: z.record(z.string(), z.unknown()).parse(answer) };
}
