import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

/** The store without us: what the same bytes cost there at least. */
export interface RawStore {
  readonly kind: 'disk' | 's3';
  /** Durable when it resolves. @returns the key */
  put(bytes: Buffer): Promise<string>;
  /** Reads all of it. @returns the length */
  get(key: string): Promise<number>;
  /** Settings with which the service uses the same store. */
  readonly settings: Readonly<Record<string, string>>;
  /** Removes what the service and we have put there. */
  clear(): Promise<void>;
}

/** Files on the disk of the data folder: written, synced, and their name synced. */
export async function diskStore(folder: string): Promise<RawStore> {
  await mkdir(folder, { recursive: true });
  return {
    kind: 'disk',
    settings: { STORAGE: 'disk' },
    async put(bytes) {
      const key = join(folder, randomUUID());
      const file = await open(key, 'wx');
      await file.writeFile(bytes);
      await file.sync();
      await file.close();
      const names = await open(folder, 'r');
      await names.sync();
      await names.close();
      return key;
    },
    get: async (key) => (await readFile(key)).length,
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The store that S3_ENDPOINT and so on name, with a bucket of our own; null where they are not set. */
export function s3Store(env: NodeJS.ProcessEnv): RawStore | null {
  const { S3_ENDPOINT, S3_REGION = 'us-east-1', S3_ACCESS_KEY, S3_SECRET_KEY } = env;
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) return null;
  const Bucket = `motlan-bench-${randomUUID()}`;
  const client = new S3Client({
    region: S3_REGION,
    endpoint: S3_ENDPOINT,
    credentials: { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    kind: 's3',
    settings: { STORAGE: 's3', S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET: Bucket },
    async put(bytes) {
      const Key = `raw/${randomUUID()}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
      return Key;
    },
    async get(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray())?.length ?? 0;
    },
    async clear() {
      for (;;) {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
        const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
        if (Objects.length === 0) break;
        await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      }
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
