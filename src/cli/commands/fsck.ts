import type { Command } from 'commander';
import { makeStoredObjectsStore } from '../../documents/index.js';
import { type Finding, type FsckReport, fsck, isSound, openStorage } from '../../operations/index.js';
import { StartupError } from '../../platform/startup-error.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { UsageError } from '../usage-error.js';

interface FsckTyped {
  readonly content?: true;
  readonly deleteOrphans?: true;
  readonly yes?: true;
  readonly minAge?: string;
}

const words: Readonly<Record<Finding['fault'], string>> = {
  MISSING: 'the record names an object that is not there',
  WRONG_LENGTH: 'the object is longer or shorter than the record says',
  DAMAGED: 'the object does not decrypt to the bytes that were put in',
  UNKNOWN_KEY: 'the object is under a key that is not in the keyring',
  ORPHAN: 'no record names this object',
};

/** `fsck`: records against objects. */
export function registerFsck(program: Command, context: CliContext): void {
  program
    .command('fsck')
    .description('compare records and objects; exit code 1 when something is wrong')
    .option('--content', 'also decrypt every object and compare it with its SHA-256')
    .option('--delete-orphans', 'remove objects that no record names and that are older than an hour')
    .option('--yes', 'really remove them')
    .option(
      '--min-age <minutes>',
      'an object counts as left over from this age on (60); 0 only while no service runs',
    )
    .action(async (options: FsckTyped) => {
      if (options.deleteOrphans && !options.yes)
        throw new UsageError([
          '--delete-orphans: needs --yes; run without both to see what would be removed',
        ]);
      const minAge = options.minAge ?? '60';
      if (!/^\d{1,6}$/.test(minAge)) throw new UsageError(['--min-age: a number of minutes']);
      const run = { operator: operatorOf(program), startDatabase: true };
      await context.withService(run, async ({ config, connection, clock, acts, operator }) => {
        const storage = await openStorage(config);
        const deleteOrphans = options.deleteOrphans === true;
        const act = { operator, act: deleteOrphans ? 'fsck.delete-orphans' : 'fsck', ids: {} };
        const report = await acts.record(act, () =>
          fsck(
            {
              ...storage,
              objects: makeStoredObjectsStore(connection),
              clock,
              olderThanMs: Number(minAge) * 60_000,
              keyIds: new Set(storage.keyring.keys.keys()),
            },
            {
              content: options.content ? 'all' : 'none',
              deleteOrphans,
              onFinding: ({ fault, key, bytes }) =>
                context.say(`${fault} ${key} (${bytes} bytes): ${words[fault]}`),
              onProgress: (versions) => context.say(`${versions} versions looked at …`),
            },
          ),
        );
        context.printJson({ sound: isSound(report), ...report });
        if (!isSound(report)) throw new StartupError(adviceFor(report));
      });
    });
}

function adviceFor({ faults }: FsckReport): string {
  const { ORPHAN, UNKNOWN_KEY, ...broken } = faults;
  const lines: string[] = [];
  if (Object.values(broken).some((number) => number > 0))
    lines.push('Objects are missing or damaged: fetch them back from a backup (docs/operations.md).');
  if (UNKNOWN_KEY > 0)
    lines.push('A key is missing: put it back into the keyring (retired-….json, or its halves).');
  if (ORPHAN > 0) lines.push('Objects are left over: motlan fsck --delete-orphans --yes removes them.');
  return lines.join('\n');
}
