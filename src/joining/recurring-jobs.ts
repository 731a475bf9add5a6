import type { Job } from '../jobs/index.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What comes round again in every installation, and how often. The names are those of the leases in the database. */
export function recurringJobs(runs: {
  readonly expireConsents: Job['run'];
  readonly removeDeletedObjects: Job['run'];
  readonly expirePhotos: Job['run'];
  readonly remindOfExpiry: Job['run'];
  /** Reads all keys of the store: once a day finds what crashes left between object and record. */
  readonly sweepOrphans: Job['run'];
  /** Undefined where nothing is sent out of the house. */
  readonly sendNotices: Job['run'] | undefined;
  /** Undefined without a scanner. */
  readonly rescan: Job['run'] | undefined;
}): Readonly<Record<string, Job>> {
  const { sendNotices, rescan } = runs;
  return {
    expireConsents: { everyMs: 30 * SECOND, run: runs.expireConsents },
    removeDeletedObjects: { everyMs: MINUTE, run: runs.removeDeletedObjects },
    expirePhotos: { everyMs: HOUR, run: runs.expirePhotos },
    remindOfExpiry: { everyMs: HOUR, run: runs.remindOfExpiry },
    sweepOrphans: { everyMs: DAY, run: runs.sweepOrphans },
    ...(sendNotices ? { sendNotices: { everyMs: 5 * SECOND, run: sendNotices } } : {}),
    ...(rescan ? { rescan: { everyMs: 30 * SECOND, run: rescan } } : {}),
  };
}
