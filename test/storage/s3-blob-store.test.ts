import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import {
  makeS3BlobStore,
  type S3BlobStore,
  type S3BlobStoreOptions,
} from '../../src/storage/s3-blob-store.js';
import { makeS3Client, usualTimeouts } from '../../src/storage/s3-client.js';
import { blobStoreContract } from '../contracts/blob-store.contract.js';
import { needS3 } from '../support/real-parts.js';

async function keysOf(store: S3BlobStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  return keys;
}

describe('S3 blob store on a real gateway', function () {
  this.timeout(30_000);
  let options: S3BlobStoreOptions;
  let store: S3BlobStore;

  before(async function () {
    options = { ...needS3(this), bucket: `motlan-test-${randomBytes(6).toString('hex')}`, listPageSize: 5 };
    store = makeS3BlobStore(options);
    await store.ensureBucket();
  });

  async function empty(): Promise<void> {
    for (const key of await keysOf(store)) await store.delete(key);
  }

  after(async () => {
    // Unset when there is no gateway.
    if (!store) return;
    await empty();
    const client = makeS3Client(options, usualTimeouts);
    await client.send(new DeleteBucketCommand({ Bucket: options.bucket }));
    client.destroy();
    store.close();
  });

  describe('keeps the contract of blob stores:', () => {
    blobStoreContract(async () => {
      await empty();
      return { store, leftovers: () => keysOf(store) };
    });
  });

  it('lists over many pages, each key once and in order', async () => {
    await empty();
    const keys = Array.from({ length: 23 }, (_, index) => `pages/${String(index).padStart(3, '0')}`);
    await Promise.all(keys.map((key) => store.put(key, 1, () => Readable.from([Buffer.from('x')]))));
    expect(await keysOf(store)).to.deep.equal(keys);
  });

  it('makes its bucket once, and again without complaint, by several at once', async () => {
    await Promise.all([store.ensureBucket(), store.ensureBucket(), store.ensureBucket()]);
  });

  it('calls a missing bucket and refused credentials a failure of the store, not an absent object', async () => {
    const strangers = [
      makeS3BlobStore({ ...options, bucket: 'motlan-no-such-bucket' }),
      makeS3BlobStore({ ...options, secretKey: 'not the secret' }),
    ];
    for (const stranger of strangers) {
      for (const act of [
        () => stranger.get('a'),
        () => stranger.put('a', 1, () => Readable.from([Buffer.from('x')])),
        () => keysOf(stranger),
      ]) {
        const failure = await act().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
      }
      stranger.close();
    }
  });
});
