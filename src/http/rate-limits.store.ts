import type { Connection } from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../platform/app-error.js';

/** So many in so many seconds, per actor or address. */
export interface RatePolicy {
  readonly limit: number;
  readonly windowSeconds: number;
}
export type RateKind = 'calls' | 'uploads' | 'tokens' | 'signIns' | 'exports' | 'codes';
export type RatePolicies = Readonly<Record<RateKind, RatePolicy>>;

export interface RateState extends RatePolicy {
  readonly kind: RateKind;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Limits that all processes share, since they are counted in the database. */
export interface RateLimits {
  /**
   * Counts one.
   * @throws RateExceeded past the limit
   */
  count(kind: RateKind, key: string): Promise<RateState>;
}

/** RATE_LIMITED with what the headers say. */
export class RateExceeded extends AppError {
  readonly state: RateState;
  constructor(state: RateState) {
    super('RATE_LIMITED', { seconds: state.resetSeconds });
    this.state = state;
  }
}

const COLLECTION = 'rateLimits';

/** How long counts of one process may wait to be told to the database, all in one call. */
const TELL_MS = 100;
/** Within so many of its limit, or the lower half of a small one, each count is settled in the database at once. */
const LEAST_MARGIN = 100;
const MOST_TALLIES = 10_000;

/** What a process knows of one counter since it last heard from the database. */
interface Tally {
  remaining: number;
  readonly endsAtMs: number;
  untold: number;
}

/**
 * Counters need not survive a fail-over, so they are written without waiting for the journal or a majority: a lost count
 * lets one call more through, and every call is spared a wait of milliseconds. Far from its limit an actor's calls of a
 * tenth of a second are told in one go; near it each call asks, so that the limit itself is exact across processes
 * (a process that has not told yet would have to serve half a limit's calls within that tenth).
 */
export function makeRateLimits({
  connection,
  policies,
}: {
  connection: Connection;
  policies: RatePolicies;
}): RateLimits {
  const database = connection.getClient().db(connection.name);
  const storeClient = {
    collection: (name: string) => database.collection(name, { writeConcern: { w: 1, journal: false } }),
  };
  const limiters = new Map(
    Object.entries(policies).map(([kind, { limit, windowSeconds }]) => [
      kind,
      new RateLimiterMongo({
        storeClient,
        tableName: COLLECTION,
        keyPrefix: kind,
        points: limit,
        duration: windowSeconds,
        disableIndexesCreation: true,
      }),
    ]),
  );
  const tallies = new Map<string, Tally>();

  /**
   * Tells the database of `more` and of what is untold, and learns what is left for all processes.
   * @throws RateExceeded past the limit
   */
  async function settle(kind: RateKind, key: string, more: number): Promise<RateState> {
    const policy = policies[kind];
    const name = `${kind} ${key}`;
    const tally = tallies.get(name);
    const points = more + (tally?.untold ?? 0);
    if (tally) tally.untold = 0;
    try {
      const counted = await limiters.get(kind)?.consume(key, points);
      const state = stateOf(kind, policy, counted);
      if (tallies.size >= MOST_TALLIES) tallies.clear();
      const endsAtMs = Date.now() + (counted?.msBeforeNext ?? 0);
      tallies.set(name, { remaining: state.remaining, endsAtMs, untold: tallies.get(name)?.untold ?? 0 });
      return state;
    } catch (error) {
      tallies.delete(name);
      if (error instanceof RateLimiterRes) throw new RateExceeded(stateOf(kind, policy, error));
      throw error;
    }
  }

  function tellSoon(kind: RateKind, key: string): void {
    const tell = () => {
      // Whatever comes of it, the next count asks the database itself.
      if (tallies.get(`${kind} ${key}`)?.untold) settle(kind, key, 0).catch(() => undefined);
    };
    setTimeout(tell, TELL_MS).unref();
  }

  return {
    async count(kind, key) {
      const policy = policies[kind];
      const tally = tallies.get(`${kind} ${key}`);
      const now = Date.now();
      if (tally && tally.endsAtMs > now) {
        const left = tally.remaining - tally.untold - 1;
        if (left > Math.max(LEAST_MARGIN, policy.limit / 2)) {
          tally.untold += 1;
          if (tally.untold === 1) tellSoon(kind, key);
          const resetSeconds = Math.max(1, Math.ceil((tally.endsAtMs - now) / 1000));
          return { kind, ...policy, remaining: left, resetSeconds };
        }
      }
      return settle(kind, key, 1);
    },
  };
}

/** The counters' own indexes: unique by key, gone when their window is over. Safe with many processes. */
export async function syncRateLimitIndexes(connection: Connection): Promise<void> {
  const collection = connection.getClient().db(connection.name).collection(COLLECTION);
  await collection.createIndexes([
    { key: { key: 1 }, unique: true },
    { key: { expire: 1 }, expireAfterSeconds: 0 },
  ]);
}

function stateOf(kind: RateKind, policy: RatePolicy, counted: RateLimiterRes | undefined): RateState {
  return {
    kind,
    ...policy,
    remaining: Math.max(0, counted?.remainingPoints ?? 0),
    resetSeconds: Math.max(1, Math.ceil((counted?.msBeforeNext ?? policy.windowSeconds * 1000) / 1000)),
  };
}
