import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../startup-error.js';
import { runCommand } from './run-command.js';

/** A release that MongoDB supports; the default of mongodb-memory-server-core 11.3. */
export const official = { version: '8.2.6', host: 'fastdl.mongodb.org' } as const;

const PROBE_LIMIT_MS = 4000;
const DOWNLOAD_LIMIT_MS = 15 * 60 * 1000;

/** Runs in a process of its own: the library prints to the console and cannot be stopped. It ends with our pipe. */
const program = `
process.stdin.on('end', () => process.exit(1)).resume();
const { MongoBinary } = await import(process.argv[1]);
const [, , version, downloadDir] = process.argv;
const path = await MongoBinary.getPath({ version, downloadDir });
process.stdout.write('\\n' + path + '\\n', () => process.exit(0));
`;

/**
 * Puts the official build for this system as `mongod` into the folder. Without a way to the internet it fails within
 * seconds, so that the next way gets its turn.
 * @throws Error with the reason
 */
export async function downloadOfficial(folder: string): Promise<void> {
  await probe();
  const library = import.meta.resolve('mongodb-memory-server-core');
  const args = ['--input-type=module', '--eval', program, library, official.version, folder];
  const { stdout } = await runCommand(process.execPath, args, {
    limitMs: DOWNLOAD_LIMIT_MS,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      // Without this the library does not check the server's certificate; its checksum comes from the same server.
      npm_config_strict_ssl: 'true',
      MONGOMS_MD5_CHECK: 'true',
      MONGOMS_MAX_RETRIES: '2',
      MONGOMS_PREFER_GLOBAL_PATH: 'false',
    },
  });
  const path = stdout.trim().split('\n').at(-1) ?? '';
  await rename(path, join(folder, 'mongod'));
}

async function probe(): Promise<void> {
  // fetch knows no proxies; the library does.
  if (['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => process.env[name])) return;
  try {
    await fetch(`https://${official.host}/`, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`${official.host} cannot be reached (${reasonOf(cause)})`, { cause: error });
  }
}
