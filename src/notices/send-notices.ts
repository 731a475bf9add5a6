import type { Clock } from '../platform/clock.js';
import { type ChannelKind, type Channels, Undeliverable } from './channels/channel.js';
import { messageOf } from './message.js';
import { topicOf } from './notice.js';
import type { NoticeSettingsStore } from './notice-settings.store.js';
import type { DueNotice, NoticesStore } from './notices.store.js';

/** Longer than any try lasts: what a killed process had taken comes round again after it. */
const TAKEN_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 60_000;
const MOST_ATTEMPTS = 8;
/** Old news helps nobody. */
const STALE_MS = 2 * 24 * 3_600_000;
const AT_ONCE = 8;

/**
 * Sends on what owners want to be told by e-mail or message. Each channel of a notice at most once as far as this side
 * can know: after a crash between sending and writing it down it may come twice, with the same id.
 * @returns a run; it resolves with how many notices it finished
 */
export function makeSendNotices(deps: {
  notices: NoticesStore;
  settings: NoticeSettingsStore;
  channels: Channels;
  clock: Clock;
  /** Whether a person may act for an owner now. */
  actsFor: (personId: string, ownerId: string) => Promise<boolean>;
  /** A channel that fails; ids and the fault's name only. */
  onFailure: (failure: { noticeId?: string; channel: ChannelKind; err: unknown }) => void;
}) {
  const { notices, clock } = deps;

  const sendOne = async (notice: DueNotice): Promise<boolean> => {
    const { addresses, muted, language } = await deps.settings.of(notice.ownerId);
    if (muted.includes(topicOf[notice.kind]) || isStale(notice, clock.now())) return true;
    let done = true;
    for (const { channel: kind, address, setBy } of addresses) {
      const channel = deps.channels.get(kind);
      if (!channel || notice.sent.includes(kind)) continue;
      if (setBy !== notice.ownerId && !(await deps.actsFor(setBy, notice.ownerId))) continue;
      try {
        await channel.send({ id: notice.id, to: address, ...messageOf(notice.kind, language) });
        await notices.noteSent(notice.id, kind, clock.now());
      } catch (err) {
        deps.onFailure({ noticeId: notice.id, channel: kind, err });
        if (!(err instanceof Undeliverable)) done = false;
      }
    }
    return done || notice.attempts >= MOST_ATTEMPTS;
  };

  const worker = async (signal: AbortSignal): Promise<number> => {
    let finished = 0;
    while (!signal.aborted) {
      const now = clock.now();
      const notice = await notices.takeDue(now, new Date(now.getTime() + TAKEN_MS));
      if (!notice) break;
      if (await sendOne(notice)) {
        await notices.finish(notice.id);
        finished += 1;
      } else {
        const pause = FIRST_PAUSE_MS * 2 ** (notice.attempts - 1);
        await notices.tryAgainAt(notice.id, new Date(clock.now().getTime() + pause));
      }
    }
    return finished;
  };

  return async (signal: AbortSignal = new AbortController().signal): Promise<number> => {
    const counts = await Promise.all(Array.from({ length: AT_ONCE }, () => worker(signal)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
}

function isStale({ at }: DueNotice, now: Date): boolean {
  return now.getTime() - at.getTime() > STALE_MS;
}
