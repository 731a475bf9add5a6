import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as developmentEid from '../../src/dev-eid/index.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { makeLogger } from '../../src/platform/logger.js';
import { type Connection, connectMongo } from '../../src/platform/mongo.js';
import { createService } from '../../src/wiring.js';
import { type TestDatabase, testDatabase } from './mongo.js';
import type { S3Settings } from './real-parts.js';
import { toldByLog } from './told-by-log.js';

/** One process's service on a real database, listening. */
export interface RunningService {
  readonly url: string;
  readonly dataDir: string;
  readonly connection: Connection;
  /** Everything it logged. */
  readonly logLines: string[];
  stop(): Promise<void>;
}

export interface World {
  readonly database: TestDatabase;
  /** Starts a further service on the same database, data folder and keys, at the same public address. */
  start(options?: { clock?: Clock; mongoUri?: string }): Promise<RunningService>;
  /**
   * Stops what was started and removes the database and the folder.
   * @throws Error when a log line holds what none may
   */
  end(): Promise<void>;
}

/** A database and a data folder of their own; as many services on them as a test starts. */
export async function makeWorld(settings: Record<string, string> = {}, s3?: S3Settings): Promise<World> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'motlan-world-'));
  const running: RunningService[] = [];
  let publicUrl: string | undefined;
  const start: World['start'] = async ({ clock = systemClock, mongoUri = database.uri } = {}) => {
    const server: Server = createServer((request, response) => handler(request, response));
    let handler: (...args: Parameters<Parameters<typeof createServer>[1] & object>) => void = (
      _request,
      response,
    ) => response.end();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an address of this form.
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    publicUrl ??= url;
    const config = readConfig({
      NODE_ENV: 'test',
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      DATA_DIR: dataDir,
      ...(s3
        ? {
            S3_ENDPOINT: s3.endpoint,
            S3_REGION: s3.region,
            S3_ACCESS_KEY: s3.accessKey,
            S3_SECRET_KEY: s3.secretKey,
            S3_BUCKET: `motlan-${randomBytes(6).toString('hex')}`,
          }
        : {}),
      ...settings,
    });
    const connection = await connectMongo(mongoUri, database.name);
    const logLines: string[] = [];
    const logger = makeLogger('info', { write: (line: string) => logLines.push(line) });
    const service = await createService({ config, mongo: connection, logger, clock, developmentEid });
    handler = service.handler;
    await service.afterListen({ port });
    service.setReady(true);
    const one: RunningService = {
      url,
      dataDir,
      connection,
      logLines,
      async stop() {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await service.close();
        await connection.close();
      },
    };
    running.push(one);
    return one;
  };
  return {
    database,
    start,
    async end() {
      for (const service of running) await service.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
      const told = toldByLog(running.flatMap(({ logLines }) => logLines));
      if (told.length > 0) throw new Error(`the log tells of people or their secrets:\n${told.join('')}`);
    },
  };
}
