import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDataFolder } from '../data-folder-lock.js';
import { reasonOf, StartupError } from '../startup-error.js';
import { type Credentials, embeddedCredentials } from './credentials.js';
import { type FoundBinary, findBinary } from './find-binary.js';
import {
  FOLDER_IN_USE,
  freePort,
  lastComplaint,
  type MongodProcess,
  PORT_TAKEN,
  startMongod,
} from './mongod-process.js';
import { embeddedUri, makePrimary } from './replica-set.js';

export interface EmbeddedMongoOptions {
  /** Exists and belongs to us; the data go into `mongodb` below it. */
  readonly dataDir: string;
  /** The setting MONGOD_PATH. */
  readonly mongodPath: string | undefined;
  /** Told in a line what is being done. */
  readonly onProgress: (line: string) => void;
}

export interface EmbeddedMongo {
  /** Connection string with the generated password. */
  readonly uri: string;
  /** Resolves with mongod's exit code when it ends, wanted or not. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
/** How long a server whose owner was killed may take to close its files. */
const ORPHAN_LIMIT_MS = 20_000;

/**
 * A real MongoDB server as our child: one node, loopback only, with a login, on the data folder. It ends when we do,
 * in whatever way that happens, and at the next start it replays its journal.
 * @throws StartupError: the folder is held by another process, no server can be had, or it does not start
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dataDir, mongodPath, onProgress } = options;
  const lock = await lockDataFolder(dataDir);
  try {
    const [binary, credentials] = await Promise.all([
      findBinary({ mongodPath, dataDir, onProgress }),
      embeddedCredentials(dataDir),
      mkdir(join(dataDir, 'mongodb'), { recursive: true, mode: 0o700 }),
    ]);
    const { mongod, port } = await startUntilPrimary(dataDir, binary, credentials);
    const note = binary.supported ? '' : '; past its support: for a first look and for tests only';
    onProgress(`MongoDB ready (${binary.version}, ${binary.path}${note})`);
    return {
      uri: embeddedUri(port, credentials),
      ended: mongod.ended,
      async stop() {
        await mongod.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startUntilPrimary(
  dataDir: string,
  binary: FoundBinary,
  credentials: Credentials,
): Promise<{ mongod: MongodProcess; port: number }> {
  const logPath = join(dataDir, 'mongodb.log');
  const lastPort = await readLastPort(dataDir);
  const end = Date.now() + ORPHAN_LIMIT_MS;
  for (let portsTried = 0; ; ) {
    const port = await freePort(lastPort);
    const mongod = await startMongod({
      binary: binary.path,
      dbPath: join(dataDir, 'mongodb'),
      logPath,
      keyFile: credentials.keyFile,
      port,
    });
    try {
      await makePrimary({
        port,
        credentials,
        known: port === lastPort,
        hasEnded: () => mongod.hasEnded(),
        limitMs: START_LIMIT_MS,
      });
      if (port !== lastPort) await writeFile(portFile(dataDir), `${port}\n`, { mode: 0o600 });
      return { mongod, port };
    } catch (error) {
      const code = mongod.hasEnded() ? await mongod.ended : null;
      await mongod.stop();
      if (code === PORT_TAKEN && portsTried < 5) {
        portsTried += 1;
      } else if (code === FOLDER_IN_USE && Date.now() < end) {
        // We hold the folder's lock, so this is a killed owner's server on its way out.
        await new Promise((resolve) => setTimeout(resolve, 200));
      } else {
        const why = code === null ? reasonOf(error) : `code ${code}, ${await lastComplaint(logPath)}`;
        throw new StartupError(`The MongoDB server ${binary.path} does not start on ${dataDir} (${why}).`, {
          cause: error,
        });
      }
    }
  }
}

const portFile = (dataDir: string) => join(dataDir, 'mongodb-port');

/** Written at the end of a complete start: set and user exist, and the set knows itself by this port. */
async function readLastPort(dataDir: string): Promise<number | undefined> {
  const text = await readFile(portFile(dataDir), 'utf8').catch(() => '');
  const port = Number(text.trim());
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined;
}
