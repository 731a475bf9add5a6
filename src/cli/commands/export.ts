import { resolve } from 'node:path';
import type { Command } from 'commander';
import { makeAudit } from '../../audit/index.js';
import { makeConsentsStore } from '../../consents/index.js';
import { makeDocumentsStore, makeOpenVersion, makeStoredObjectsStore } from '../../documents/index.js';
import { makeOwnersStore } from '../../identity/index.js';
import { exportOwner, openStorage } from '../../operations/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { UsageError } from '../usage-error.js';

/** `export OWNER_ID FOLDER`: all that one owner may see, in plain. */
export function registerExport(program: Command, context: CliContext): void {
  program
    .command('export')
    .argument('<owner-id>', 'whose')
    .argument('<folder>', 'made by the export; must not exist')
    .option('--reason <text>', 'why; the owner reads it in her access log')
    .description("one owner's papers, consents and access log in plain (the whole store: motlan backup)")
    .action(async (ownerId: string, typed: string, options: { reason?: string }) => {
      const reason = options.reason?.normalize('NFC').trim() ?? '';
      if (reason === '' || reason.length > 300 || /[\p{Cc}\p{Cf}]/u.test(reason))
        throw new UsageError(['--reason: is needed, 1 to 300 letters; the owner reads it']);
      const folder = resolve(typed);
      const run = { operator: operatorOf(program), startDatabase: true };
      await context.withService(run, async ({ config, connection, clock, acts, operator }) => {
        const storage = await openStorage(config);
        const objects = makeStoredObjectsStore(connection);
        const deps = {
          owners: makeOwnersStore(connection),
          documents: makeDocumentsStore(connection),
          consents: makeConsentsStore(connection),
          log: makeAudit({ connection, clock }).log,
          openVersion: makeOpenVersion({
            ...storage,
            locate: (id, version) => objects.locate(id, version),
          }),
          scanning: config.scanner.kind !== 'none',
          clock,
        };
        const ids = { ownerId: ownerId.slice(0, 100) };
        const exported = await acts.record({ operator, act: 'export', ids }, () =>
          exportOwner({ ownerId, folder, operator, reason }, deps),
        );
        context.printJson({ folder, ...exported });
        context.say(`${folder} holds personal papers in plain: hand them over, then remove the folder.`);
      });
    });
}
