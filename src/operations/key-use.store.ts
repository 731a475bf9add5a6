import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { StartupError } from '../platform/startup-error.js';
import { makeKeyUseModel, makeRetiredKeyModel } from './key-use.model.js';

const TELL_EVERY_MS = 60_000;
/** A process that has said nothing for this long is gone, and writes under no key. */
const GONE_AFTER_MS = 10 * 60_000;

/** Which key each running process writes under. */
export interface KeyUse {
  /** When a process last said that it writes under the key; null when none did lately. */
  lastSeen(keyId: string): Promise<Date | null>;
  /** When whatever was last seen then counts as gone. */
  goneAt(seenAt: Date): Date;
  /** Notes that the key is about to leave the keyring. From then on no process starts with it as its current one. */
  retire(keyId: string): Promise<void>;
  /**
   * Says, now and every minute, that this process writes under the key, so that it is not retired meanwhile.
   * @throws StartupError when the key was retired: the keyring at hand is an old copy, and what would be written under
   *   it could be read by nobody else
   */
  begin(keyId: string): Promise<{ end(): Promise<void> }>;
}

export function makeKeyUse({ connection, clock }: { connection: Connection; clock: Clock }): KeyUse {
  const uses = makeKeyUseModel(connection);
  const retired = makeRetiredKeyModel(connection);
  return {
    async lastSeen(keyId) {
      const since = new Date(clock.now().getTime() - GONE_AFTER_MS);
      const found = await uses
        .find({ seenAt: { $gt: since } })
        .sort({ seenAt: -1 })
        .lean()
        .exec();
      return found.find((use) => use.keyId === keyId)?.seenAt ?? null;
    },
    goneAt: (seenAt) => new Date(seenAt.getTime() + GONE_AFTER_MS),
    async retire(keyId) {
      await retired
        .updateOne({ _id: keyId }, { $setOnInsert: { retiredAt: clock.now() } }, { upsert: true })
        .exec();
    },
    async begin(keyId) {
      const id = newId();
      const tell = () =>
        uses.updateOne({ _id: id }, { $set: { keyId, seenAt: clock.now() } }, { upsert: true }).exec();
      const end = async () => {
        await uses.deleteOne({ _id: id }).exec();
      };
      // First said, then asked: of a retirement at the same moment at least one of the two sees the other.
      await tell();
      if (await retired.exists({ _id: keyId })) {
        await end();
        throw new StartupError(
          `The keyring's current key ${keyId} was retired: this copy of the keyring is old. Put the newest one in its place (KEYRING_FILE).`,
        );
      }
      // A database that does not answer is told again in a minute.
      const timer = setInterval(() => void tell().catch(() => undefined), TELL_EVERY_MS);
      timer.unref();
      return {
        async end() {
          clearInterval(timer);
          await end().catch(() => undefined);
        },
      };
    },
  };
}
