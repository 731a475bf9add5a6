import { randomBytes, randomUUID } from 'node:crypto';
import { stat, statfs } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { loadCatalogue } from '../catalogue/index.js';
import type { StoredObjectsStore } from '../documents/index.js';
import { loadClaimMapping } from '../identity/index.js';
import type { Config } from '../platform/config.js';
import type { Connection } from '../platform/mongo.js';
import { loadOrCreateSigningKeys } from '../platform/signing-keys.js';
import { makeScanner } from '../scanning/index.js';
import { checkCertificates } from './doctor-certificates.js';
import { type Check, fault, ok, tried, warning } from './doctor-checks.js';
import { checkIndexes, checkServer, checkWriting, serverFacts } from './doctor-database.store.js';
import { keyringFileOf, openStorage, type Storage, signingKeysFileOf } from './open-storage.js';
import { PROBE_PREFIX } from './orphans.js';

const PROBE_BYTES = 200_000;
const CLOCK_WARN_MS = 5000;
const GIB = 1024 ** 3;
const DISK_WARN_BYTES = 5 * GIB;
const DISK_FAULT_BYTES = GIB / 4;

/** What can be looked at without the database. */
export async function checkSurroundings(config: Config, now: () => Date): Promise<Check[]> {
  const storage = openStorage(config);
  storage.catch(() => undefined);
  const looks = [
    tried('configuration', 'Mend the file that is named.', async () => {
      loadCatalogue(config.configDir);
      await loadClaimMapping(config.configDir);
      return ok('configuration', `settings, catalogue and claims in ${config.configDir} are whole`);
    }),
    tried('keyring', 'Put the keyring in its place (from its halves: motlan keys join).', async () => {
      const { keyring } = await storage;
      const found = `${keyring.keys.size} key(s), each tried; current ${keyring.currentKeyId}`;
      return await privateFile('keyring', keyringFileOf(config), found);
    }),
    tried('signing keys', 'Put the file of the signing keys in its place (SIGNING_KEYS_FILE).', async () => {
      const path = signingKeysFileOf(config);
      const { all } = await loadOrCreateSigningKeys(path, { create: false });
      return await privateFile('signing keys', path, `${all.length} key(s), each tried`);
    }),
    tried('store', 'Look at the store, its credentials and its free space.', async () =>
      checkStore(await storage, now),
    ),
    tried('scanner', 'Start clamd, or look at CLAMD_HOST and CLAMD_PORT.', () => checkScanner(config)),
    tried('certificates', 'Look at the addresses in the settings.', () => checkCertificates(config, now())),
    tried('disk', 'Make DATA_DIR, or name another folder.', () => checkDisk(config.dataDir)),
  ];
  return (await Promise.all(looks)).flat();
}

/** What the database tells. Its models must be defined on the connection. */
export async function checkDatabase(
  config: Config,
  connection: Connection,
  objects: StoredObjectsStore,
  now: () => Date,
): Promise<Check[]> {
  const advice = 'Look at the server and its log, and at MONGODB_URI.';
  const looks = [
    await tried('database', advice, () => checkWriting(connection)),
    await tried('database clock', advice, async () => {
      const before = now().getTime();
      const facts = await serverFacts(connection);
      return [
        ...checkServer(facts, config.environment === 'production'),
        clockCheck('database clock', facts.time.getTime(), before, now().getTime()),
      ];
    }),
    await tried('indexes', advice, () => checkIndexes(connection)),
    await tried('keys in use', 'See the fault of the keyring.', async () => {
      const { keyring } = await openStorage(config);
      const unknown = await objects.keyBesides([...keyring.keys.keys()]);
      return unknown === null
        ? ok('keys in use', 'every key that records name is in the keyring')
        : fault(
            'keys in use',
            `records name the key ${unknown}, which is not in the keyring`,
            'Put it back: from retired-….json beside the keyring, or from its halves (motlan keys join).',
          );
    }),
  ];
  return looks.flat();
}

async function checkStore({ blobs, encryption }: Storage, now: () => Date): Promise<Check[]> {
  const key = `${PROBE_PREFIX}${randomUUID()}`;
  const binding = { ownerId: 'probe', documentId: key.slice(PROBE_PREFIX.length), version: 1 };
  const plaintext = randomBytes(PROBE_BYTES);
  const storedBytes = encryption.ciphertextBytes(PROBE_BYTES, binding);
  const began = performance.now();
  const before = now().getTime();
  await blobs.put(key, storedBytes, () =>
    Readable.from([plaintext], { objectMode: false }).pipe(encryption.encrypt(binding)),
  );
  const after = now().getTime();
  let storedAt: number | undefined;
  let same = false;
  try {
    storedAt = (await blobs.head(key))?.storedAt.getTime();
    const object = await blobs.get(key);
    if (object)
      same = (await buffer(encryption.decrypt(object.stream, { binding, storedBytes }))).equals(plaintext);
  } finally {
    await blobs.delete(key);
  }
  const left = await blobs.head(key);
  const took = `${Math.round(performance.now() - began)} ms`;
  const advice = 'Do not use this store: it loses or changes what it takes.';
  const probe = !same
    ? fault('store', 'what was written does not come back', advice)
    : left
      ? fault(
          'store',
          'what was deleted is still there',
          'Allow this account to delete (no object lock, no versions).',
        )
      : ok('store', `encrypted, written, read, compared, deleted: ${took}`);
  // The store stamps whole seconds.
  return storedAt === undefined
    ? [probe]
    : [probe, clockCheck('store clock', storedAt, before - 1000, after)];
}

/** @param before our clock just before the other one was read, and just after; ms */
function clockCheck(name: string, other: number, before: number, after: number): Check {
  const off = other < before ? other - before : Math.max(0, other - after);
  const seconds = `${(off / 1000).toFixed(1)} s`;
  if (Math.abs(off) <= CLOCK_WARN_MS) return ok(name, `differs by ${seconds} from ours`);
  return warning(name, `differs by ${seconds} from ours`, 'Keep all machines on time with NTP (chrony).');
}

async function checkScanner(config: Config): Promise<Check> {
  if (config.scanner.kind === 'none')
    return warning('scanner', 'none: nothing is scanned', 'Set SCANNER=clamd; in production it is required.');
  const scanner = makeScanner(config.scanner);
  const scan = (text: string) => scanner.scan(Readable.from([Buffer.from(text)], { objectMode: false }));
  // The EICAR test file, a harmless text that every scanner must find; in two parts, so that none finds it here.
  const eicar = await scan(
    ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', 'H+H*'].join('$'),
  );
  const clean = await scan('a harmless line');
  const advice = 'Look at clamd, its log and its signatures (freshclam).';
  if (clean.state === 'NOT_SCANNED') return fault('scanner', clean.reason, advice);
  if (eicar.state !== 'INFECTED' || clean.state !== 'CLEAN')
    return fault(
      'scanner',
      `the EICAR test file is called ${eicar.state}, a harmless line ${clean.state}`,
      advice,
    );
  return ok('scanner', 'finds the EICAR test file, and nothing in a harmless line');
}

async function checkDisk(dataDir: string): Promise<Check> {
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const free = bavail * bsize;
  const found = `${(free / GIB).toFixed(1)} GiB of ${((blocks * bsize) / GIB).toFixed(1)} GiB free under ${dataDir}`;
  const advice = 'Free some space, or move DATA_DIR.';
  if (free < DISK_FAULT_BYTES) return fault('disk', found, advice);
  return free < DISK_WARN_BYTES ? warning('disk', found, advice) : ok('disk', found);
}

async function privateFile(name: string, path: string, found: string): Promise<Check> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return ok(name, found);
  return warning(
    name,
    `${found}; ${path} may be read by others (mode ${(mode & 0o777).toString(8)})`,
    `chmod 600 ${path}`,
  );
}
