import { userInfo } from 'node:os';
import { type Clock, systemClock } from '../platform/clock.js';
import { type Config, readConfig } from '../platform/config.js';
import { findRunningService } from '../platform/data-folder-service.js';
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
  /** The one JSON value of a command, on standard output, where nothing else goes. */
  printJson(value: unknown): void;
  /** A line for the person, on standard error. */
  say(line: string): void;
  /**
   * Opens the database, runs a command on it, and closes it again.
   * @param options.operator the value of --operator; else the account of the machine
   * @throws StartupError when there is no database to open
   */
  withService<Result>(
    options: { readonly operator: string | undefined },
    run: (deps: CommandDeps) => Promise<Result>,
  ): Promise<Result>;
}

export function makeCliContext(
  env: NodeJS.ProcessEnv,
  { stdout, stderr }: { stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream },
): CliContext {
  return {
    printJson: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    say: (line) => void stderr.write(`${line}\n`),
    async withService({ operator }, run) {
      const config = readConfig(env);
      const found = await findDatabase(config, env);
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
    },
  };
}

/** The database of MONGODB_URI, else the one of the service that runs on the data folder. */
async function findDatabase(
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly uri: string; readonly database: string; readonly publicUrl: string }> {
  if (config.mongo.uri !== undefined)
    return { uri: config.mongo.uri, database: config.mongo.database, publicUrl: config.publicUrl };
  const running = await findRunningService(config.dataDir);
  if (!running)
    throw new StartupError(
      `No service runs on ${config.dataDir} and MONGODB_URI is not set. Start the service first (npm start), or set DATA_DIR or MONGODB_URI to those of the service.`,
    );
  const named = env['PUBLIC_URL'] ? config.publicUrl : running.publicUrl;
  return { uri: running.mongodbUri, database: running.database, publicUrl: named };
}

function machineAccount(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in the list of accounts.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
