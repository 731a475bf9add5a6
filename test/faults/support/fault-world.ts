import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connectMongo } from '../../../src/platform/mongo.js';
import { type Person, signIn } from '../../support/person.js';
import { type ServiceProcess, startService, unusedPort } from '../../support/service-process.js';
import { type Figures, figuresOf } from './figures.js';
import { type Ledger, makeLedger } from './ledger.js';

const server = join(import.meta.dirname, '..', '..', '..', 'dist', 'server.js');

/** The built service as a process of its own, on a real database, to be killed and started again. */
export interface FaultWorld {
  readonly url: string;
  readonly dataDir: string;
  readonly database: string;
  /** The test's own eyes on the database. */
  readonly connection: Connection;
  readonly ledger: Ledger;
  /** What the process is told; the same at each start. */
  readonly settings: Readonly<Record<string, string>>;
  readonly scanning: boolean;
  start(): Promise<void>;
  pid(): number;
  isAlive(): boolean;
  output(): string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
  signIn(persona: string, as?: 'owner' | 'staff'): Promise<Person>;
  /** What this process used when it was quiet, by `rest`; undefined before. */
  base(): Figures | undefined;
  /** Notes the figures of the quiet process, warmed up, as the base to come back to. */
  rest(): Promise<void>;
  end(): Promise<void>;
}

export async function makeFaultWorld(
  mongoUri: string,
  more: Record<string, string> = {},
  options: { readonly start?: boolean } = {},
): Promise<FaultWorld> {
  const dataDir = more['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'motlan-faults-')));
  const database = `faults_${randomBytes(6).toString('hex')}`;
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    NODE_ENV: 'test',
    PORT: String(port),
    METRICS_PORT: String(await unusedPort()),
    DATA_DIR: dataDir,
    MONGODB_URI: mongoUri,
    MONGODB_DATABASE: database,
    LOG_LEVEL: 'warn',
    ...more,
  };
  const connection = await connectMongo(mongoUri, database);
  let running: ServiceProcess | undefined;
  let base: Figures | undefined;
  const world: FaultWorld = {
    url,
    dataDir,
    database,
    connection,
    ledger: makeLedger(),
    settings,
    scanning: settings['SCANNER' as keyof typeof settings] === 'clamd',
    async start() {
      running = startService(settings, [process.execPath, server]);
      await running.ready;
    },
    pid: () => running?.child.pid ?? 0,
    isAlive: () => running?.child.exitCode === null && running.child.signalCode === null,
    output: () => running?.output() ?? '',
    async kill() {
      running?.child.kill('SIGKILL');
      await running?.exited;
    },
    async stop() {
      const begun = Date.now();
      running?.child.kill('SIGTERM');
      return { code: (await running?.exited) ?? null, ms: Date.now() - begun };
    },
    signIn: (persona, as) => signIn(url, persona, as),
    base: () => base,
    async rest() {
      base = await figuresOf(world);
    },
    async end() {
      if (running && world.isAlive()) await world.kill();
      await connection.dropDatabase().catch(() => undefined);
      await connection.close();
      if (more['DATA_DIR'] === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  if (options.start !== false) await world.start();
  return world;
}
