import { resolve } from 'node:path';
import type { Command } from 'commander';
import { makeStoredObjectsStore } from '../../documents/index.js';
import { makeQuota } from '../../identity/index.js';
import {
  fsck,
  isSound,
  makeDatabaseCopy,
  makeSettleSpace,
  objectsFolder,
  openStorage,
  restore,
} from '../../operations/index.js';
import { StartupError } from '../../platform/startup-error.js';
import { makeBlobStore } from '../../storage/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';

/** `restore FOLDER`: a backup into an empty database and an empty store. */
export function registerRestore(program: Command, context: CliContext): void {
  program
    .command('restore')
    .argument('<folder>', 'a whole backup')
    .option('--resume', 'go on with a restore of this backup that was interrupted')
    .description('put a backup into an empty database and store; the keyring must be in its place before')
    .action(async (typed: string, options: { resume?: true }) => {
      const folder = resolve(typed);
      const run = { operator: operatorOf(program), startDatabase: true };
      await context.withService(run, async ({ config, connection, clock, acts, operator }) => {
        const { keyring, ...storage } = await openStorage(config);
        const keyIds = new Set(keyring.keys.keys());
        const source = await makeBlobStore(
          { kind: 'disk', folder: objectsFolder(folder) },
          { createBucket: false },
        );
        const report = await acts.record({ operator, act: 'restore', ids: {} }, async () => {
          await restore(
            folder,
            {
              database: makeDatabaseCopy(connection),
              blobs: storage.blobs,
              source,
              keyIds,
              now: clock.now(),
              settleSpace: makeSettleSpace(makeQuota(connection)),
            },
            { resume: options.resume === true, onProgress: (line) => context.say(line) },
          );
          context.say('Comparing records and objects …');
          return await fsck(
            { ...storage, objects: makeStoredObjectsStore(connection), clock, keyIds },
            {
              content: 'one-per-key',
              deleteOrphans: false,
              onFinding: ({ fault, key }) => context.say(`${fault} ${key}`),
            },
          );
        });
        const sound = isSound(report);
        context.printJson({ sound, ...report });
        if (!sound) throw new StartupError('Records and objects do not fit: see the lines above.');
        context.say('Restored. Consents withdrawn after the backup stand again: see docs/operations.md.');
      });
    });
}
