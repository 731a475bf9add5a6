import type { Connection } from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../platform/app-error.js';

/** So many in so many seconds, per actor or address. */
export interface RatePolicy {
  readonly limit: number;
  readonly windowSeconds: number;
}
export type RateKind = 'calls' | 'uploads' | 'tokens' | 'signIns';
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

/**
 * Counters need not survive a fail-over, so they are written without waiting for the journal or a majority: a lost count
 * lets one call more through, and every call is spared a wait of milliseconds.
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
  return {
    async count(kind, key) {
      const policy = policies[kind];
      try {
        const counted = await limiters.get(kind)?.consume(key);
        return stateOf(kind, policy, counted);
      } catch (error) {
        if (error instanceof RateLimiterRes) throw new RateExceeded(stateOf(kind, policy, error));
        throw error;
      }
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
