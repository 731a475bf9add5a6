import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { Person, UploadFile } from '../../support/person.js';
import { expectInstructive, type Outcome, unlessCut } from './answers.js';

export const documents = '/api/v1/me/documents';

export interface Kept {
  readonly owner: Person;
  readonly id: string;
  readonly file: UploadFile;
}
export interface Keyed {
  readonly owner: Person;
  readonly key: string;
  readonly file: UploadFile;
  /** What the first definite answer was. */
  first: { readonly status: number; readonly id: string } | null;
}
export type Read = { readonly status: number; readonly bytes: Buffer; readonly code: string | null } | null;

/**
 * What a test's callers were told and given, written down as it happens; `checkInvariants` holds the service to it.
 * No answer is taken without its check: a refusal must say what to do, and bytes that arrive must be the paper's.
 */
export interface Ledger {
  readonly kept: Map<string, Kept>;
  readonly keyed: Keyed[];
  /** Answers with bytes, by document. */
  readonly served: Map<string, number>;
  upload(owner: Person, file: UploadFile, key?: string): Promise<Outcome>;
  /** Notes what was answered to an upload that was sent in another way. */
  note(owner: Person, file: UploadFile, answer: Outcome, key?: string): Outcome;
  /** Tries again with the same key until the service says what became of it. */
  settle(keyed: Keyed, limitMs?: number): Promise<Outcome>;
  read(owner: Person, id: string, path?: string): Promise<Read>;
}

export function makeLedger(): Ledger {
  const kept = new Map<string, Kept>();
  const keyed: Keyed[] = [];
  const served = new Map<string, number>();

  const note: Ledger['note'] = (owner, file, answer, key) => {
    if (answer) expectInstructive(answer);
    const id: string | undefined = answer && answer.status < 300 ? answer.body.id : undefined;
    if (id !== undefined) kept.set(id, { owner, id, file });
    if (key !== undefined) {
      let entry = keyed.find((one) => one.key === key);
      if (!entry) keyed.push((entry = { owner, key, file, first: null }));
      if (answer && id !== undefined) {
        const now = { status: answer.status, id };
        if (entry.first) expect(now, 'I4: the same answer to the same key').to.deep.equal(entry.first);
        entry.first ??= now;
      }
    }
    return answer;
  };
  const upload: Ledger['upload'] = async (owner, file, key) =>
    note(
      owner,
      file,
      await unlessCut(
        owner.upload(
          documents,
          { typeCode: 'OTHER' },
          file,
          key === undefined ? {} : { 'idempotency-key': key },
        ),
      ),
      key,
    );

  return {
    kept,
    keyed,
    served,
    note,
    upload,
    async settle({ owner, file, key }, limitMs = 30_000) {
      const end = Date.now() + limitMs;
      for (;;) {
        const answer = await upload(owner, file, key);
        const again = answer === null || answer.status === 503 || answer.body.code === 'REQUEST_IN_PROGRESS';
        if (!again || Date.now() > end) return answer;
        await wait(250);
      }
    },
    async read(owner, id, path = `${documents}/${id}/content`) {
      const answer = await unlessCut(owner.bytes(path));
      if (!answer) {
        // Headers may have been out.
        return null;
      }
      const { status, headers, bytes } = answer;
      if (status >= 400) {
        const body = JSON.parse(bytes.toString());
        expectInstructive({ status, headers, body });
        return { status, bytes, code: body.code };
      }
      served.set(id, (served.get(id) ?? 0) + 1);
      const paper = kept.get(id)?.file.bytes;
      if (paper) expect(bytes.equals(Buffer.from(paper)), `the bytes of ${id}`).to.equal(true);
      return { status, bytes, code: null };
    },
  };
}

export const newKey = (): string => randomUUID();
