import { stopSharedMongo } from './mongo.js';

/** mocha calls it once, after the last test. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopSharedMongo();
}
