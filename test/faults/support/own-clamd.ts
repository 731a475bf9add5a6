import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unusedPort } from '../../support/service-process.js';

const program = '/usr/sbin/clamd';
/** The EICAR test file (eicar.org), by its bytes anywhere in a file. */
const eicarHex =
  '58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a';

/** A real clamd of a test's own, which it may stop, kill and bring back at the same port. */
export interface OwnClamd {
  readonly port: number;
  start(): Promise<void>;
  hang(): void;
  resume(): void;
  kill(): Promise<void>;
  end(): Promise<void>;
}

/** @returns null where clamd is not installed */
export async function ownClamd(streamMaxLength: string): Promise<OwnClamd | null> {
  if (!existsSync(program)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'motlan-faults-clamd-'));
  const port = await unusedPort();
  await mkdir(join(folder, 'db'));
  await writeFile(join(folder, 'db', 'eicar.ndb'), `Eicar-Test-Signature:0:*:${eicarHex}\n`);
  const settings = [
    'Foreground yes',
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    `DatabaseDirectory ${join(folder, 'db')}`,
    `TemporaryDirectory ${folder}`,
    `StreamMaxLength ${streamMaxLength}`,
  ];
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child?.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    port,
    async start() {
      child = spawn(program, [`--config-file=${join(folder, 'clamd.conf')}`], { stdio: 'ignore' });
      const end = Date.now() + 30_000;
      while (!(await answers(port))) {
        if (Date.now() > end) throw new Error('clamd does not answer');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    hang: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    kill,
    async end() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('connect', () => socket.write('zPING\0'));
    socket.once('data', (bytes) => {
      resolve(bytes.toString().startsWith('PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}
