import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Plan {
  readonly name: 'quick' | 'full' | 'tiny';
  /** Pairs of rounds, raw then ours. */
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  /** Records of each kind in the smaller and the larger database. */
  readonly records: { readonly few: number; readonly many: number };
  /** Slow clients at once, each with `bytes`, sent over `overMs`. */
  readonly slow: { readonly clients: number; readonly bytes: number; readonly overMs: number };
  readonly starts: number;
  readonly stores: readonly ('disk' | 's3')[];
  /** Which parts; all when empty. */
  readonly only: readonly string[];
  readonly jsonFile: string;
  /** Folder for the service's CPU profile, for finding hot spots. */
  readonly profileFolder: string | undefined;
}

const KIB = 1024;
const MIB = 1024 * KIB;

const plans = {
  // Shows that the instrument works; its figures mean nothing.
  tiny: {
    rounds: 1,
    roundMs: 150,
    warmUpMs: 0,
    records: { few: 60, many: 120 },
    slow: { clients: 4, bytes: 256 * KIB, overMs: 300 },
    starts: 1,
  },
  quick: {
    rounds: 3,
    roundMs: 600,
    warmUpMs: 500,
    records: { few: 10_000, many: 0 },
    slow: { clients: 40, bytes: 10 * MIB, overMs: 8_000 },
    starts: 2,
  },
  full: {
    rounds: 7,
    roundMs: 2_000,
    warmUpMs: 3_000,
    records: { few: 10_000, many: 1_000_000 },
    slow: { clients: 200, bytes: 10 * MIB, overMs: 40_000 },
    starts: 5,
  },
} as const;

export const parts = ['start', 'upload', 'download', 'partner', 'lists', 'pages', 'slow'] as const;

export const usage = `npm run bench [-- OPTIONS]
  --quick          about a minute (the default)
  --full           some ten minutes: 200 slow clients, a million records
  --tiny           a few seconds: shows that the instrument works, no more
  --only A,B       only these parts: ${parts.join(', ')}
  --store S        only this store: disk or s3
  --rounds N       pairs of rounds instead of the plan's
  --json FILE      where the figures go as JSON (.data/bench.json)
  --profile DIR    the service writes a CPU profile there when it ends
S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY and S3_SECRET_KEY name an S3 store to measure beside the disk.
MONGODB_URI names a server to use; without it one is started.`;

/** @throws Error with what is wrong with the options */
export function readPlan(args: readonly string[]): Plan | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      tiny: { type: 'boolean' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      store: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const name = values.tiny ? 'tiny' : values.full ? 'full' : 'quick';
  const only = (values.only ?? '').split(',').filter(Boolean);
  const unknown = only.find((part) => !parts.some((known) => known === part));
  if (unknown !== undefined) throw new Error(`--only: there is no part "${unknown}" (${parts.join(', ')})`);
  const rounds = values.rounds === undefined ? plans[name].rounds : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a whole number from 1');
  const stores = (['disk', 's3'] as const).filter((one) => (values.store ?? one) === one);
  if (stores.length === 0) throw new Error('--store: disk or s3');
  return {
    name,
    ...plans[name],
    stores,
    rounds,
    only,
    jsonFile: values.json ?? '.data/bench.json',
    profileFolder: values.profile,
  };
}
