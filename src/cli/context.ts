import { userInfo } from 'node:os';
import { type Clock, systemClock } from '../platform/clock.js';
import { type Config, readConfig } from '../platform/config.js';
import { prepareDataFolder } from '../platform/data-folder.js';
import { findRunningService } from '../platform/data-folder-service.js';
import { startEmbeddedMongo } from '../platform/embedded-mongod/index.js';
import { type Connection, connectMongo } from '../platform/mongo.js';
import { StartupError } from '../platform/startup-error.js';
import { makeOperatorActs, type OperatorActs } from './operator-acts.store.js';

/** What a command works with once the database is open. */
export interface CommandDeps {
  readonly config: Config;
  readonly connection: Connection;
  readonly clock: Clock;
  /** The address that partners know the service by, without a slash at its end. */
  readonly publicUrl: string;
  /** In whose name the command runs. */
  readonly operator: string;
  readonly acts: OperatorActs;
}

/** The terminal and the running service, as commands see them. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  /** The one JSON value of a command, on standard output, where nothing else goes. */
  printJson(value: unknown): void;
  /** A line for the person, on standard error. */
  say(line: string): void;
  /**
   * Opens the database, runs a command on it, and closes it again.
   * @param options.operator the value of --operator; else the account of the machine
   * @param options.startDatabase where no service runs on the data folder: start its database for the time of the command
   * @throws StartupError when there is no database to open
   */
  withService<Result>(
    options: { readonly operator: string | undefined; readonly startDatabase?: boolean },
    run: (deps: CommandDeps) => Promise<Result>,
  ): Promise<Result>;
}

interface FoundDatabase {
  readonly uri: string;
  readonly database: string;
  readonly publicUrl: string;
  stop(): Promise<void>;
}

const stopNothing = () => Promise.resolve();

export function makeCliContext(
  env: NodeJS.ProcessEnv,
  { stdout, stderr }: { stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream },
): CliContext {
  const say = (line: string) => void stderr.write(`${line}\n`);
  return {
    env,
    printJson: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    say,
    async withService({ operator, startDatabase = false }, run) {
      const config = readConfig(env);
      const found =
        (await findDatabase(config, env)) ??
        (startDatabase ? await startOwn(config, say) : noService(config));
      try {
        const connection = await connectMongo(found.uri, found.database);
        try {
          return await run({
            config,
            connection,
            clock: systemClock,
            publicUrl: found.publicUrl,
            operator: operator ?? machineAccount(),
            acts: makeOperatorActs({ connection, clock: systemClock }),
          });
        } finally {
          await connection.close();
        }
      } finally {
        await found.stop();
      }
    },
  };
}

/** The database of MONGODB_URI, else the one of the service that runs on the data folder, else null. */
async function findDatabase(config: Config, env: NodeJS.ProcessEnv): Promise<FoundDatabase | null> {
  const { mongo, publicUrl } = config;
  if (mongo.uri !== undefined)
    return { uri: mongo.uri, database: mongo.database, publicUrl, stop: stopNothing };
  const running = await findRunningService(config.dataDir);
  if (!running) return null;
  return {
    uri: running.mongodbUri,
    database: running.database,
    publicUrl: env['PUBLIC_URL'] ? publicUrl : running.publicUrl,
    stop: stopNothing,
  };
}

/** The data folder's own database, which no service has open. */
async function startOwn(config: Config, say: (line: string) => void): Promise<FoundDatabase> {
  await prepareDataFolder(config.dataDir);
  const embedded = await startEmbeddedMongo({
    dataDir: config.dataDir,
    mongodPath: config.mongo.mongodPath,
    onProgress: say,
  });
  return {
    uri: embedded.uri,
    database: config.mongo.database,
    publicUrl: config.publicUrl,
    stop: () => embedded.stop(),
  };
}

function noService(config: Config): never {
  throw new StartupError(
    `No service runs on ${config.dataDir} and MONGODB_URI is not set. Start the service first (npm start), or set DATA_DIR or MONGODB_URI to those of the service.`,
  );
}

function machineAccount(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in the list of accounts.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
