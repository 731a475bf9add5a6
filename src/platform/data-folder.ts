import { access, chmod, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf, StartupError } from './startup-error.js';

/**
 * Makes the data folder, for us alone (mode 700), and tries to write into it.
 * @throws StartupError when that fails
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    await writeFile(probe, '');
    await rm(probe);
    // A folder that somebody else made for us keeps its owner, who alone may change the mode.
    await chmod(dataDir, 0o700).catch((error: unknown) => {
      if (reasonOf(error) !== 'EPERM') throw error;
    });
  } catch (error) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be written (${reasonOf(error)}). Set DATA_DIR to a folder that this user may write.`,
      { cause: error },
    );
  }
}

/** Node's own recursive mkdir never ends where a folder exists and takes nothing new, as under /proc (Node 24.21). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'EEXIST') return;
    const parent = dirname(path);
    const parentThere = await stat(parent).then(
      () => true,
      () => false,
    );
    if (reason !== 'ENOENT' || parentThere) throw error;
    await makeFolder(parent);
    await mkdir(path, { mode: 0o700 });
  }
}
