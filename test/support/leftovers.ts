import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Person } from './person.js';
import type { RunningService } from './service.js';

/** Everything that an upload can leave behind, counted where it would lie. */
export interface Leftovers {
  readonly documents: number;
  /** What the store holds for documents. */
  readonly objects: readonly string[];
  readonly spooled: readonly string[];
  readonly keys: number;
  readonly lines: number;
  readonly usedBytes: number;
  readonly usedDocuments: number;
}

export async function leftovers(service: RunningService, owner: Person): Promise<Leftovers> {
  const count = (name: string) => service.connection.collection(name).countDocuments();
  const { usedBytes, usedDocuments } = (await owner.call('GET', '/api/v1/me/quota')).body;
  return {
    documents: await count('documents'),
    objects: await storedObjects(service.dataDir),
    spooled: await filesUnder(join(service.dataDir, 'spool')),
    keys: await count('idempotencyKeys'),
    lines: await count('accessLog'),
    usedBytes,
    usedDocuments,
  };
}

/** What is there now is what was there before, nothing is half written; waits a moment for what ends after the answer. */
export async function expectNothingNew(
  service: RunningService,
  owner: Person,
  before: Leftovers,
): Promise<void> {
  await becomes(async () => {
    expect(await leftovers(service, owner)).to.deep.equal(before);
    expect(await filesUnder(join(service.dataDir, 'objects', '.tmp'))).to.deep.equal([]);
  });
}

/** Repeats a check until it holds, for at most `limitMs`. */
export async function becomes(check: () => Promise<unknown>, limitMs = 4000): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The objects of documents, by name. The sweep's own probe, which comes and goes at any time, lies elsewhere. */
export function storedObjects(dataDir: string): Promise<string[]> {
  return filesUnder(join(dataDir, 'objects', 'documents'));
}

export async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
