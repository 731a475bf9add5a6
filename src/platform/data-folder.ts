import { access, chmod, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, StartupError } from './startup-error.js';

/**
 * Makes the data folder, for us alone (mode 700), and tries to write into it.
 * @throws StartupError when that fails
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
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
