import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  backup,
  makeDatabaseCopy,
  objectsFolder,
  openStorage,
  prepareBackupFolder,
} from '../../operations/index.js';
import { StartupError } from '../../platform/startup-error.js';
import { makeBlobStore } from '../../storage/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';

/** `backup FOLDER`: database and objects, beside the running service. */
export function registerBackup(program: Command, context: CliContext): void {
  program
    .command('backup')
    .argument('<folder>', 'new, empty, or of a backup that was interrupted')
    .description('write database and objects into a folder; the keyring is not among them')
    .action(async (typed: string) => {
      const folder = resolve(typed);
      const run = { operator: operatorOf(program), startDatabase: true };
      await context.withService(run, async ({ config, connection, clock, acts, operator }) => {
        const { blobs } = await openStorage(config);
        await prepareBackupFolder(folder);
        const target = await makeBlobStore(
          { kind: 'disk', folder: objectsFolder(folder) },
          { createBucket: false },
        );
        const database = makeDatabaseCopy(connection);
        const manifest = await acts.record({ operator, act: 'backup', ids: {} }, () =>
          backup(folder, { database, blobs, target, clock }, { onProgress: (line) => context.say(line) }),
        );
        const { databaseAt, objects, keyIds, missing } = manifest;
        context.printJson({
          folder,
          databaseAt,
          records: manifest.collections.reduce((sum, { documents }) => sum + documents, 0),
          objects: objects.objects,
          objectBytes: objects.objectBytes,
          keyIds,
          missing,
        });
        context.say(
          `The keyring (${keyIds.join(', ') || 'no key in use'}) is not in the backup: without it no document in it can be read. Keep it elsewhere, in two halves (motlan keys split).`,
        );
        if (missing.length > 0)
          throw new StartupError(`${missing.length} objects were missing already: see motlan fsck.`);
      });
    });
}
