import type { Command } from 'commander';
import { makeStoredObjectsStore } from '../../documents/index.js';
import {
  keyringFileOf,
  makeKeyUse,
  openStorage,
  reencrypt,
  retireKey,
  rotateKey,
} from '../../operations/index.js';
import { StartupError } from '../../platform/startup-error.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { registerKeyHalves } from './keys-halves.js';

/** `keys …`: the keyring that documents are encrypted under. */
export function registerKeys(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('the keyring that documents are encrypted under');
  const run = () => ({ operator: operatorOf(program), startDatabase: true });

  keys
    .command('list')
    .description('the keys, which one is current, and whether anything is under them')
    .action(async () => {
      await context.withService(run(), async ({ config, connection }) => {
        const { keyring } = await openStorage(config);
        const objects = makeStoredObjectsStore(connection);
        const items = [];
        for (const keyId of keyring.keys.keys())
          items.push({
            keyId,
            current: keyId === keyring.currentKeyId,
            inUse: await objects.anyUnderKey(keyId),
          });
        context.printJson({ items });
      });
    });

  keys
    .command('rotate')
    .description('add a new key, which each process writes under from its next start on')
    .action(async () => {
      await context.withService(run(), async ({ config, acts, operator }) => {
        const file = keyringFileOf(config);
        const rotated = await acts.record({ operator, act: 'keys.rotate', ids: {} }, () => rotateKey(file));
        context.printJson(rotated);
        context.say(
          `${file} has the new key ${rotated.keyId}. Copy the file to every host of the service, split it anew (motlan keys split), then restart the processes one by one; then: motlan keys reencrypt.`,
        );
      });
    });

  keys
    .command('reencrypt')
    .description(
      'encrypt what is under old keys anew, beside the running service; may be interrupted and repeated',
    )
    .action(async () => {
      await context.withService(run(), async ({ config, connection, acts, operator }) => {
        const { keyring, ...storage } = await openStorage(config);
        const oldKeyIds = [...keyring.keys.keys()].filter((id) => id !== keyring.currentKeyId);
        const act = { operator, act: 'keys.reencrypt', ids: { keyId: keyring.currentKeyId } };
        const objects = makeStoredObjectsStore(connection);
        const done = await acts.record(act, () =>
          reencrypt(
            { ...storage, objects, oldKeyIds },
            {
              onProgress: ({ switched, bytes }) =>
                context.say(`${switched} objects encrypted anew (${bytes} bytes) …`),
              onDamaged: (key) => context.say(`${key} cannot be read and stays as it is: see motlan fsck`),
            },
          ),
        );
        context.printJson({ keyId: keyring.currentKeyId, ...done });
        if (done.damaged > 0) throw new StartupError(`${done.damaged} objects cannot be read.`);
      });
    });

  keys
    .command('retire')
    .argument('<id>', 'key id')
    .description('take a key out of the keyring that nothing is under any more; it is kept in a file beside')
    .action(async (keyId: string) => {
      await context.withService(run(), async ({ config, connection, clock, acts, operator }) => {
        const retired = await acts.record(
          { operator, act: 'keys.retire', ids: { keyId: keyId.slice(0, 64) } },
          () =>
            retireKey(keyId, {
              keyringFile: keyringFileOf(config),
              objects: makeStoredObjectsStore(connection),
              keyUse: makeKeyUse({ connection, clock }),
            }),
        );
        context.printJson({ keyId, ...retired });
        context.say(
          `Backups made before the re-encryption need ${keyId}: keep ${retired.keptIn} as long as those.`,
        );
      });
    });

  registerKeyHalves(program, keys, context);
}
