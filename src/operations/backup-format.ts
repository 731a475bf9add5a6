import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { reasonOf, StartupError } from '../platform/startup-error.js';

export const BACKUP_FORMAT = 'motlan-backup';
/** Raised when a reader of today could misread what is written; restore reads this one and all before it. */
export const BACKUP_FORMAT_VERSION = 1;

/** What lives for minutes and means nothing in another place: sessions, tokens, counters of calls, leases. */
export const passingCollections: ReadonlySet<string> = new Set([
  'sessions',
  'oidcRecords',
  'rateLimits',
  'jobs',
  'keyUse',
  'doctorProbes',
]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const file = z.object({ file: z.string(), bytes: count, sha256 });

const collectionSchema = file.extend({
  name: z.string().regex(/^[A-Za-z][\w-]{0,100}$/),
  documents: count,
  /** As the server lists them, without `v` and `ns`. */
  indexes: z.array(z.looseObject({ key: z.record(z.string(), z.unknown()), name: z.string() })),
});

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  formatVersion: z.number().int().min(1),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** The moment whose state the database files hold. */
  databaseAt: z.iso.datetime(),
  /** BSON documents one after another, in `_id` order, as mongodump writes them. */
  collections: z.array(collectionSchema),
  /** Records of documents that were deleted or re-encrypted during the backup, as they were afterwards. */
  later: z.array(file.extend({ name: z.string(), documents: count })),
  /** One JSON line per object: key, bytes, sha256 of the ciphertext. */
  objects: file.extend({ objects: count, objectBytes: count }),
  /** Keys without which the objects are unreadable. The keyring itself is never in a backup. */
  keyIds: z.array(z.string()),
  /** Objects that records name and that were not there: damage that was there before the backup. */
  missing: z.array(z.string()),
});
export type BackupManifest = z.output<typeof manifestSchema>;
export type BackedUpCollection = z.output<typeof collectionSchema>;

export const objectLine = z.object({ key: z.string(), bytes: count, sha256 });
export type ObjectLine = z.output<typeof objectLine>;

export const manifestFile = (folder: string) => join(folder, 'manifest.json');
export const objectsFolder = (folder: string) => join(folder, 'objects');

/** @throws StartupError when the folder holds no whole backup, or one of a later format */
export async function readManifest(folder: string): Promise<BackupManifest> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(manifestFile(folder), 'utf8'));
  } catch (error) {
    throw new StartupError(
      `${folder} holds no whole backup (manifest.json: ${reasonOf(error)}). A backup that was interrupted has none: run it again.`,
      { cause: error },
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success)
    throw new StartupError(`${folder}/manifest.json cannot be read:\n${z.prettifyError(parsed.error)}`);
  if (parsed.data.formatVersion > BACKUP_FORMAT_VERSION) {
    throw new StartupError(
      `The backup has format ${parsed.data.formatVersion}; this program reads up to ${BACKUP_FORMAT_VERSION}. Restore it with a newer one.`,
    );
  }
  return parsed.data;
}

/** @throws StartupError naming a file that is missing, shortened or changed */
export async function verifyFiles(folder: string, manifest: BackupManifest): Promise<void> {
  for (const { file: name, bytes, sha256: expected } of [
    ...manifest.collections,
    ...manifest.later,
    manifest.objects,
  ]) {
    const hash = createHash('sha256');
    let seen = 0;
    try {
      for await (const piece of createReadStream(join(folder, name))) {
        // A stream without an encoding gives buffers.
        const chunk = piece as Buffer;
        seen += chunk.length;
        hash.update(chunk);
      }
    } catch (error) {
      throw new StartupError(`${name} of the backup cannot be read (${reasonOf(error)}).`, { cause: error });
    }
    if (seen !== bytes || hash.digest('hex') !== expected)
      throw new StartupError(
        `${name} of the backup was changed: its length or SHA-256 is not the manifest's.`,
      );
  }
}
