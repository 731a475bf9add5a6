import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { absent } from '../../support/real-parts.js';

/** A file system of its own of a few MiB, mounted on a folder. */
export interface SmallDisk {
  /** Takes all the room there is. */
  fill(): Promise<void>;
  empty(): Promise<void>;
  freeBytes(): Promise<number>;
  unmount(): void;
}

/** Mounts a tmpfs, which the system lets root alone do; elsewhere the test is pending. */
export function smallDisk(context: Mocha.Context, folder: string, mebibytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    return absent(
      context,
      'the right to mount a small tmpfs: run as root (a container: --cap-add SYS_ADMIN)',
    );
  }
  const filler = join(folder, '.filler');
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };
  return {
    freeBytes,
    async fill() {
      await writeFile(filler, Buffer.alloc(await freeBytes()));
    },
    empty: () => rm(filler, { force: true }),
    unmount: () => void spawnSync('umount', ['-l', folder]),
  };
}
