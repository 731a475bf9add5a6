import { join } from 'node:path';
import { expect } from 'chai';
import { makeStoredObjectsStore } from '../../../src/documents/index.js';
import { type Finding, fsck, makeSweepOrphans, openStorage } from '../../../src/operations/index.js';
import { systemClock } from '../../../src/platform/clock.js';
import { readConfig } from '../../../src/platform/config.js';
import { becomes, filesUnder } from '../../support/leftovers.js';
import type { Json } from '../../support/person.js';
import type { FaultWorld } from './fault-world.js';
import { figuresOf } from './figures.js';

const MIB = 1024 * 1024;

export interface Allowed {
  /** Documents whose objects the test itself damaged or removed. */
  readonly damaged?: readonly string[];
}

/** What the check found, for the test's own assertions. */
export interface Found {
  /** Objects that the sweep removed. */
  readonly swept: number;
  readonly documents: number;
}

/**
 * Holds a quiet, running service to everything it said and did so far (the seven invariants of docs/faults.md; the
 * seventh, that an error says what to do, is checked at each answer by the ledger).
 */
export async function checkInvariants(world: FaultWorld, allowed: Allowed = {}): Promise<Found> {
  const damaged = new Set(allowed.damaged);
  await settleKeys(world);
  const swept = await recordsAndObjects(world, damaged);
  await readEverything(world, damaged);
  await linesForBytes(world);
  await oneEffectPerKey(world);
  await backToBase(world);
  return { swept, documents: await world.connection.collection('documents').countDocuments() };
}

/** I4, first half: what nobody knows the outcome of is asked again with its key. */
async function settleKeys({ ledger }: FaultWorld): Promise<void> {
  for (const keyed of ledger.keyed) {
    const answer = await ledger.settle(keyed);
    expect(answer?.status, `I4: key ${keyed.key}: ${JSON.stringify(answer?.body)}`).to.be.oneOf([200, 201]);
  }
}

/** I2 and the stored half of I1: the sweep, then records against objects, each decrypted and hashed. */
async function recordsAndObjects(world: FaultWorld, damaged: ReadonlySet<string>): Promise<number> {
  const storage = await openStorage(readConfig({ ...world.settings }));
  const parts = {
    ...storage,
    objects: makeStoredObjectsStore(world.connection),
    clock: systemClock,
    keyIds: new Set(storage.keyring.keys.keys()),
    // Nothing is under way now.
    olderThanMs: 0,
  };
  // Times of objects on S3 are told in whole seconds.
  if (world.settings['S3_BUCKET']) await new Promise((resolve) => setTimeout(resolve, 1100));
  const swept = await makeSweepOrphans(parts)();
  const findings: Finding[] = [];
  const report = await fsck(parts, {
    content: 'all',
    deleteOrphans: false,
    onFinding: (finding) => {
      if (!damaged.has(finding.key.split('/')[2] ?? '')) findings.push(finding);
    },
  });
  expect(findings, 'I1, I2: records and objects').to.deep.equal([]);
  expect(report.young, 'I2: objects without a record').to.equal(0);
  // Waits for the sweep's probe, should it be written just now.
  await becomes(async () =>
    expect(
      await filesUnder(join(world.dataDir, 'objects', '.tmp')),
      'I2: half-written objects',
    ).to.deep.equal([]),
  );
  return swept;
}

/** I1 and I5: every acknowledged document comes back bit for bit, or is held until it is scanned. */
async function readEverything(world: FaultWorld, damaged: ReadonlySet<string>): Promise<void> {
  const { ledger, connection } = world;
  const waiting = [...ledger.kept.values()];
  const readNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { owner, id } = next;
      const record = await connection.collection<Json>('documents').findOne({ _id: id });
      expect(record, `I1: the record of acknowledged ${id}`).to.not.equal(null);
      if (record.status === 'DELETED') continue;
      const { state } = record.versions[0].scan;
      const read = await ledger.read(owner, id);
      if (world.scanning && state !== 'CLEAN') {
        expect(read?.code, `I5: ${id} is ${state}`).to.be.oneOf(['DOCUMENT_NOT_SCANNED', 'FILE_INFECTED']);
      } else if (damaged.has(id)) {
        expect(read === null || read.code === 'CONTENT_DAMAGED', `damaged ${id}: ${read?.status}`).to.equal(
          true,
        );
      } else {
        expect(read?.status, `I1: content of ${id}`).to.equal(200);
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, readNext));
}

/** I3: a line for each answer that carried bytes. */
async function linesForBytes({ ledger, connection }: FaultWorld): Promise<void> {
  for (const [documentId, served] of ledger.served) {
    const lines = await connection
      .collection('accessLog')
      .countDocuments({ documentId, action: { $in: ['DOWNLOAD', 'READ_CONTENT'] }, outcome: 'ALLOWED' });
    expect(lines, `I3: lines for ${served} answers with bytes of ${documentId}`).to.be.at.least(served);
  }
}

/** I4, second half: a record and a line of its coming for each document that was acknowledged, and none for anything else. */
async function oneEffectPerKey({ ledger, connection }: FaultWorld): Promise<void> {
  for (const { file, key, first } of ledger.keyed) {
    const sha256 = await sha256Of(file.bytes);
    const found = await connection
      .collection<Json>('documents')
      .find({ 'versions.sha256': sha256, status: { $ne: 'DELETED' } })
      .toArray();
    expect(
      found.map((one) => one._id),
      `I4: effects of key ${key}`,
    ).to.deep.equal([first?.id]);
  }
  const ids = await connection
    .collection<Json>('documents')
    .distinct('_id', { source: { $ne: 'PHOTO_PAGE' } });
  const lines = await connection
    .collection('accessLog')
    .countDocuments({ action: { $in: ['UPLOAD', 'DEPOSIT'] }, documentId: { $in: ids } });
  expect(lines, 'I4: one UPLOAD or DEPOSIT line for each document').to.equal(ids.length);
}

/** I6: memory, descriptors and spool as they were in the quiet process. */
async function backToBase(world: FaultWorld): Promise<void> {
  const base = world.base();
  await becomes(async () => {
    const now = await figuresOf(world);
    expect(await filesUnder(join(world.dataDir, 'spool')), 'I6: spool').to.deep.equal([]);
    expect(now.heldUploadBytes, 'I6: uploads held in memory').to.equal(0);
    if (!base) return;
    expect(now.descriptors, `I6: descriptors ${JSON.stringify([base.kinds, now.kinds])}`).to.be.at.most(
      base.descriptors + 4,
    );
    // Node keeps what a crowd once needed and gives it to the next: it comes to rest some 100 to 200 MiB above idle.
    expect(now.residentBytes, 'I6: memory').to.be.at.most(base.residentBytes + 256 * MIB);
  }, 8000);
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return Buffer.from(digest).toString('hex');
}
