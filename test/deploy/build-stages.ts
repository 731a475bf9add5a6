import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Instruction, Stage } from './dockerfile.js';

const run = promisify(execFile);

/**
 * Does what a build would do, without containers: each stage is a folder that stands for `/`. The base images are not
 * there: RUN uses the Node and npm of this machine.
 */
export async function buildStages(
  stages: readonly Stage[],
  context: { readonly root: string; readonly files: readonly string[] },
  folder: string,
): Promise<(stage: string) => string> {
  const rootOf = (name: string) => join(folder, name);
  for (const stage of stages) {
    const parent = stages.find(({ name }) => name === stage.base);
    if (parent) {
      // Hard links: later steps only add, replace and remove files, so the parent stays as it is.
      await run('cp', ['-al', rootOf(parent.name), rootOf(stage.name)]);
    } else await mkdir(rootOf(stage.name), { recursive: true });
    let workdir = parent ? lastWorkdir(stages, parent) : '/';
    for (const instruction of stage.instructions) {
      const at = (path: string) => join(rootOf(stage.name), resolve(workdir, path));
      if (instruction.name === 'WORKDIR') {
        workdir = resolve(workdir, instruction.rest);
        await mkdir(at('.'), { recursive: true });
      } else if (instruction.name === 'RUN') {
        await runStep(instruction.rest, at('.'));
      } else if (instruction.name === 'COPY') {
        await copy(instruction, { at, rootOf, ...context });
      }
    }
  }
  return rootOf;
}

function lastWorkdir(stages: readonly Stage[], stage: Stage): string {
  const own = stage.instructions.filter(({ name }) => name === 'WORKDIR').at(-1)?.rest;
  const parent = stages.find(({ name }) => name === stage.base);
  return own ?? (parent ? lastWorkdir(stages, parent) : '/');
}

async function runStep(command: string, cwd: string): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env;
  await run('sh', ['-ec', command], {
    cwd,
    env: {
      ...env,
      // npm must be run by the Node that runs this test, as in the image.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
      npm_config_prefer_offline: 'true',
      npm_config_update_notifier: 'false',
    },
    maxBuffer: 16 * 1024 * 1024,
  });
}

async function copy(
  { rest, flags }: Instruction,
  {
    at,
    rootOf,
    root,
    files,
  }: {
    at: (path: string) => string;
    rootOf: (stage: string) => string;
    root: string;
    files: readonly string[];
  },
): Promise<void> {
  const words = rest.split(/\s+/);
  const target = words.pop() ?? '';
  for (const source of words) {
    const intoFolder = target.endsWith('/') || words.length > 1;
    if (flags['from']) {
      const from = join(rootOf(flags['from']), source);
      const to = intoFolder ? join(at(target), source.split('/').at(-1) ?? '') : at(target);
      await mkdir(dirname(to), { recursive: true });
      await run('cp', ['-aT', from, to]);
      const owner = flags['chown']?.split(':').map(Number);
      if (owner) await chown(to, owner[0] ?? 0, owner[1] ?? 0);
      continue;
    }
    const chosen = files.filter((file) => file === source || file.startsWith(`${source}/`));
    if (chosen.length === 0) throw new Error(`COPY ${source}: not in the build context`);
    for (const file of chosen) {
      const inside =
        file === source ? (intoFolder ? (file.split('/').at(-1) ?? '') : '') : file.slice(source.length + 1);
      const to = join(at(target === './' ? '.' : target), inside);
      await mkdir(dirname(to), { recursive: true });
      await run('cp', ['-aT', join(root, file), to]);
    }
  }
}

/** The files of the working tree that .dockerignore lets into the build context: `*`, then what is let in by name. */
export async function buildContext(root: string): Promise<readonly string[]> {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
  });
  const rules = (await readFile(join(root, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const matches = (file: string, rule: string) =>
    rule === '*' || file === rule || file.startsWith(`${rule}/`);
  const kept = (file: string) => {
    const last = rules.findLast((rule) => matches(file, rule.replace(/^!/, '')));
    return last?.startsWith('!') ?? true;
  };
  const there = await Promise.all(
    stdout
      .split('\0')
      .filter((file) => file !== '' && kept(file))
      .map(async (file) => ((await lstat(join(root, file)).catch(() => null)) ? file : '')),
  );
  return there.filter((file) => file !== '');
}

/**
 * Adds what the runtime's base image brings: the system libraries that the programs ask for, and the accounts.
 * @returns the libraries' names
 */
export async function addBase(root: string): Promise<readonly string[]> {
  const { stdout: found } = await run('find', [
    join(root, 'usr/local/bin/node'),
    join(root, 'app/node_modules'),
    '-type',
    'f',
    '(',
    '-name',
    'node',
    '-o',
    '-name',
    '*.node',
    '-o',
    '-name',
    '*.so*',
    ')',
  ]);
  const names = new Set<string>();
  for (const program of found.trim().split('\n')) {
    // Of another C library, or what is no program after all: nothing to add.
    const { stdout } = await run('ldd', [program]).catch(() => ({ stdout: '' }));
    for (const [, library = ''] of stdout.matchAll(/(\/\S+) \(0x/g)) {
      if (library.startsWith(root)) continue;
      names.add(basename(library));
      await mkdir(dirname(join(root, library)), { recursive: true });
      await run('cp', ['-LT', library, join(root, library)]);
      await chmod(join(root, library), 0o755);
    }
  }
  await mkdir(join(root, 'etc'), { recursive: true });
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  );
  for (const mountPoint of ['dev', 'proc', 'tmp', 'run'])
    await mkdir(join(root, mountPoint), { recursive: true });
  return [...names].toSorted();
}

/** Size of all files below a folder in MB (10^6 bytes), each counted once. */
export async function megabytes(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-s', '--apparent-size', '--block-size=1', folder]);
  return Math.round(Number.parseInt(stdout, 10) / 1e6);
}

export async function topFolders(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).toSorted();
}
