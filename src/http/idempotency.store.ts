import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type { JsonAnswer } from './endpoint.js';
import { type IdempotencyRecord, makeIdempotencyModel } from './idempotency.model.js';

const KEPT_MS = 24 * 60 * 60 * 1000;
/**
 * A try whose process died is taken over after so long; one at work says so every third of it. Should two be at work
 * after all (a process that was stopped and went on), unique ids and hashes leave one effect.
 */
const LEASE_MS = 10_000;

export type Claim =
  /**
   * `ids`: what each try proposed to create with, oldest first, this one's last. The key is held until `end`, which
   * frees nothing: `complete` or `release` does, and without them the lease runs out.
   */
  | { readonly kind: 'run'; readonly ids: readonly string[]; readonly end: () => void }
  | { readonly kind: 'answered'; readonly answer: JsonAnswer };

/** One effect per key, in every process: the claim is one insert, the take-over one conditional update. */
export interface IdempotencyKeys {
  /**
   * Claims a key for a body.
   * @throws AppError IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS
   */
  claim(name: ClaimName, bodyHash: string, newId: string): Promise<Claim>;
  /** Keeps the answer, so that a replay gives it again. The first answer to a key stays. */
  complete(name: ClaimName, answer: JsonAnswer): Promise<void>;
  /** Frees the key after a refusal: the same key may be tried again. Does nothing once another try holds it. */
  release(name: ClaimName, newId: string): Promise<void>;
}

export interface ClaimName {
  readonly actor: string;
  readonly operation: string;
  readonly key: string;
}

export function makeIdempotencyKeys({
  connection,
  clock,
}: {
  connection: Connection;
  clock: Clock;
}): IdempotencyKeys {
  const model = makeIdempotencyModel(connection);
  const leaseFromNow = () => new Date(clock.now().getTime() + LEASE_MS);
  const hold = (id: string, holder: string): (() => void) => {
    const timer = setInterval(() => {
      // One that fails is followed by another, and at worst the lease runs out.
      void model
        .updateOne({ _id: id, state: 'RUNNING', holder }, { $set: { leaseUntil: leaseFromNow() } })
        .exec()
        .catch(() => undefined);
    }, LEASE_MS / 3);
    timer.unref();
    return () => clearInterval(timer);
  };

  return {
    async claim(name, bodyHash, newId) {
      const id = idOf(name);
      const now = clock.now();
      const leaseUntil = leaseFromNow();
      const fresh: IdempotencyRecord = {
        _id: id,
        bodyHash,
        newIds: [newId],
        state: 'RUNNING',
        holder: newId,
        leaseUntil,
        expiresAt: new Date(now.getTime() + KEPT_MS),
      };
      try {
        await model.create(fresh);
        return { kind: 'run', ids: [newId], end: hold(id, newId) };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const found = await model.findById(id).lean<IdempotencyRecord>().exec();
      if (!found) throw new AppError('REQUEST_IN_PROGRESS');
      if (found.bodyHash !== bodyHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
      if (found.state === 'DONE') return { kind: 'answered', answer: answerOf(found) };
      const taken = await model
        .findOneAndUpdate(
          { _id: id, state: 'RUNNING', leaseUntil: { $lte: now } },
          { $set: { leaseUntil, holder: newId }, $push: { newIds: newId } },
          { returnDocument: 'after' },
        )
        .lean<IdempotencyRecord>()
        .exec();
      if (!taken) throw new AppError('REQUEST_IN_PROGRESS');
      return { kind: 'run', ids: taken.newIds, end: hold(id, newId) };
    },

    async complete(name, answer) {
      await model
        .updateOne(
          { _id: idOf(name), state: 'RUNNING' },
          {
            $set: {
              state: 'DONE',
              status: answer.status,
              body: answer.body ?? null,
              ...(answer.location === undefined ? {} : { location: answer.location }),
            },
          },
        )
        .exec();
    },

    async release(name, newId) {
      await model.deleteOne({ _id: idOf(name), state: 'RUNNING', holder: newId }).exec();
    },
  };
}

function idOf(name: ClaimName): string {
  return createHash('sha256')
    .update(JSON.stringify([name.actor, name.operation, name.key]))
    .digest('hex');
}

function answerOf(record: IdempotencyRecord): JsonAnswer {
  return {
    status: record.status ?? 200,
    ...(record.body === null || record.body === undefined ? {} : { body: record.body }),
    ...(record.location ? { location: record.location } : {}),
  };
}
