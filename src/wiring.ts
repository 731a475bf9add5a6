import type { RequestListener } from 'node:http';
import type { Connection } from 'mongoose';
import type { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import type { Logger } from './platform/logger.js';

export interface Service {
  readonly handler: RequestListener;
  /** Whether a balancer may send requests here. */
  setReady(ready: boolean): void;
  /** For what needs the address: a sign-in provider on this same server is discovered now. */
  afterListen(address: { port: number }): Promise<void>;
  close(): Promise<void>;
}

export interface ServiceParts {
  readonly config: Config;
  readonly mongo: Connection;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Joins the features. */
export async function createService(_parts: ServiceParts): Promise<Service> {
  let ready = false;
  return {
    handler: (request, response) => {
      request.resume().once('end', () => {
        response.statusCode = request.url === '/readyz' && !ready ? 503 : 200;
        response.end();
      });
    },
    setReady: (value) => {
      ready = value;
    },
    afterListen: async () => undefined,
    close: async () => undefined,
  };
}
