import type { Server } from 'node:http';
import { answerBrokenRequests } from './http/broken-requests.js';
import { systemClock } from './platform/clock.js';
import { type Config, ConfigError, readConfig } from './platform/config.js';
import { prepareDataFolder } from './platform/data-folder.js';
import { announceService, withdrawService } from './platform/data-folder-service.js';
import { startEmbeddedMongo } from './platform/embedded-mongod/index.js';
import { drain, listen, makeHttpServer, probeAddress } from './platform/http-server.js';
import { type Logger, makeLogger } from './platform/logger.js';
import { StartupError } from './platform/startup-error.js';
import { onStopSignal } from './platform/stop-signals.js';
import type { Service } from './wiring.js';

/** How long requests under way may take to end when we are told to stop. */
const DRAIN_LIMIT_MS = 20_000;
/** Uploads that have not arrived by then are refused, so that their senders are told instead of being cut off. */
const ARRIVAL_LIMIT_MS = 12_000;
/** In production: until the balancer has seen that we are not ready and sends nothing more. */
const BALANCER_MS = 5000;

/** What has been started, in the order of starting; stopped from the last to the first. */
const started: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
let stopping = false;

process.on('uncaughtException', (error) => end(error));
process.on('unhandledRejection', (error) => end(error));

try {
  await run(readConfig(process.env));
} catch (error) {
  if (error instanceof ConfigError || error instanceof StartupError) say(error.message, process.stderr);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error), process.stderr);
  await stopAll().catch(() => undefined);
  process.exit(1);
}

async function run(config: Config): Promise<void> {
  const logger = makeLogger(config.logLevel);
  onStopSignal(async (signal) => {
    stopping = true;
    logger.info({ signal }, 'stopping');
    if (config.environment !== 'production') say('Stopping: requests under way are being finished …');
    await stopAll();
  });
  await prepareDataFolder(config.dataDir);
  await probeAddress(config);
  // The database starts while the program's own modules are being loaded.
  const [database, { connectMongo }, { createService }] = await Promise.all([
    startDatabase(config, logger),
    import('./platform/mongo.js'),
    import('./wiring.js'),
  ]);
  const mongo = await connectMongo(database.uri, config.mongo.database);
  started.push({ name: 'connection to MongoDB', stop: () => mongo.close() });
  const developmentEid =
    config.eid === 'development' || config.staff === 'development'
      ? await import('./dev-eid/index.js')
      : undefined;
  const service = await createService({ config, mongo, logger, clock: systemClock, developmentEid });
  started.push({ name: 'service', stop: () => service.close() });
  const server = makeHttpServer(service.handler, config.http);
  answerBrokenRequests(server);
  const port = await listen(server, config);
  started.push({ name: 'HTTP', stop: () => stopServing(config, server, service) });
  await service.afterListen({ port });
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const address = `http://${host}:${port}`;
  if (database.embedded) {
    const { publicUrl } = config;
    await announceService(config.dataDir, {
      mongodbUri: database.uri,
      database: config.mongo.database,
      address,
      publicUrl: config.port === 0 ? address : publicUrl,
    });
    started.push({ name: 'announcement', stop: () => withdrawService(config.dataDir) });
  }
  service.setReady(true);
  logger.info({ port }, 'ready');
  say(`Motlan is ready at ${address}`);
}

async function startDatabase(
  config: Config,
  logger: Logger,
): Promise<{ readonly uri: string; readonly embedded: boolean }> {
  if (config.mongo.uri !== undefined) return { uri: config.mongo.uri, embedded: false };
  const embedded = await startEmbeddedMongo({
    dataDir: config.dataDir,
    mongodPath: config.mongo.mongodPath,
    onProgress: (line) => say(line),
  });
  started.push({ name: 'MongoDB', stop: () => embedded.stop() });
  embedded.ended.then(
    (code) => {
      if (stopping) return;
      logger.fatal({ code }, 'the embedded MongoDB server ended');
      say(
        `The embedded MongoDB server ended (code ${code}); see ${config.dataDir}/mongodb.log`,
        process.stderr,
      );
      process.exit(1);
    },
    () => undefined,
  );
  return { uri: embedded.uri, embedded: true };
}

async function stopServing(
  config: Config,
  server: Server,
  service: Pick<Service, 'setReady' | 'refuseArriving'>,
): Promise<void> {
  service.setReady(false);
  if (config.environment === 'production') await new Promise((resolve) => setTimeout(resolve, BALANCER_MS));
  const late = setTimeout(() => service.refuseArriving(), ARRIVAL_LIMIT_MS);
  await drain(server, DRAIN_LIMIT_MS);
  clearTimeout(late);
}

async function stopAll(): Promise<void> {
  stopping = true;
  for (let part = started.pop(); part; part = started.pop()) await part.stop();
}

/** A fault that nobody caught: nothing is known to hold any more. The database's child ends with us. */
function end(error: unknown): never {
  makeLogger('fatal').fatal({ err: error }, 'unforeseen fault');
  process.exit(1);
}

/** A line for the person at the terminal. */
function say(line: string, stream: NodeJS.WritableStream = process.stdout): void {
  stream.write(`${line}\n`);
}
