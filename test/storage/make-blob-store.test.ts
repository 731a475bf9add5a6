import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { StartupError } from '../../src/platform/startup-error.js';
import {
  loadOrCreateKeyring,
  makeBlobStore,
  makeObjectEncryption,
  sliceStream,
} from '../../src/storage/index.js';

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const failure = await act.catch((error: unknown) => error);
  expect(failure).to.be.instanceOf(StartupError);
  return String(failure);
}

describe('storage as its door gives it', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-storage-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('stores a document as ciphertext alone and gives back any range of it', async () => {
    const store = await makeBlobStore(
      { kind: 'disk', folder: join(folder, 'objects') },
      { createBucket: false },
    );
    const encryption = makeObjectEncryption(
      await loadOrCreateKeyring(join(folder, 'keyring.json'), { create: true }),
    );
    const binding = { ownerId: 'o', documentId: 'd', version: 1 };
    const plaintext = Buffer.concat([Buffer.from('%PDF-1.7 a well known beginning'), randomBytes(200_000)]);
    const message = encryption.encrypt(binding);
    const [ciphertext] = await Promise.all([buffer(message), pipeline(Readable.from([plaintext]), message)]);
    await store.put('o/d/1', ciphertext.length, () => Readable.from([ciphertext]));

    const raw = await store.get('o/d/1');
    if (raw === null) throw new Error('no object');
    expect((await buffer(raw.stream)).includes('%PDF')).to.equal(false);
    const found = await store.get('o/d/1');
    if (found === null) throw new Error('no object');
    const opened = encryption.decrypt(found.stream, { binding, storedBytes: ciphertext.length });
    const part = await buffer(sliceStream(opened, { start: 100_000, endExclusive: 150_000 }));
    expect(part.equals(plaintext.subarray(100_000, 150_000))).to.equal(true);
  });

  it('says in one line why a folder or a gateway cannot be used', async () => {
    await writeFile(join(folder, 'file'), '');
    const place = join(folder, 'file');
    expect(await refusalOf(makeBlobStore({ kind: 'disk', folder: place }, { createBucket: false })))
      .to.contain(place)
      .and.contain('ENOTDIR');
    const s3 = {
      kind: 's3',
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      bucket: 'documents',
      accessKey: 'access',
      secretKey: 'a secret key',
    } as const;
    for (const createBucket of [true, false]) {
      const words = await refusalOf(makeBlobStore(s3, { createBucket }));
      expect(words).to.contain('documents').and.contain('ECONNREFUSED').and.not.contain('a secret key');
      expect(words.split('\n')).to.have.length(1);
    }
  });
});
