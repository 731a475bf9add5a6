import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { HalvesFault, joinKeyring, openStorage, splitKeyring } from '../../operations/index.js';
import { writeNewSecretFile } from '../../platform/secret-file.js';
import { reasonOf, StartupError } from '../../platform/startup-error.js';
import { keyringText } from '../../storage/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { UsageError } from '../usage-error.js';

/** `keys split` and `keys join`: the keyring kept apart in two halves, by two people. */
export function registerKeyHalves(program: Command, keys: Command, context: CliContext): void {
  const run = () => ({ operator: operatorOf(program), startDatabase: true });

  keys
    .command('split')
    .argument('<out1>', 'file for the first half')
    .argument('<out2>', 'file for the second half')
    .description('write the keyring as two halves, each of which alone tells nothing')
    .action(async (out1: string, out2: string) => {
      await context.withService(run(), async ({ config, acts, operator }) => {
        const { keyring } = await openStorage(config);
        await acts.record({ operator, act: 'keys.split', ids: { keyId: keyring.currentKeyId } }, async () => {
          const halves = await splitKeyring(keyring);
          await write('OUT1', out1, halves[0]);
          await write('OUT2', out2, halves[1]);
          // What counts is what lies on the disk.
          await joinFiles(out1, out2);
        });
        context.printJson({ keyIds: [...keyring.keys.keys()], halves: [out1, out2], proven: true });
        context.say(
          'Give the two files to two people who keep them at two places, with no backup beside them.',
        );
      });
    });

  keys
    .command('join')
    .argument('<in1>', 'one half')
    .argument('<in2>', 'the other half')
    .option('--out <file>', 'where the keyring is written; without it the halves are only tried')
    .description(
      'put the keyring together again, proven by decrypting a probe; needs no service and no database',
    )
    .action(async (in1: string, in2: string, options: { out?: string }) => {
      const keyring = await joinFiles(in1, in2);
      const { out } = options;
      if (out !== undefined) {
        await write('--out', out, keyringText(keyring));
        await putOnRecord(keyring.currentKeyId);
      }
      context.printJson({ keyIds: [...keyring.keys.keys()], proven: true, ...(out ? { out } : {}) });
    });

  /** After a disaster there is no database yet, and the keyring is needed all the same. */
  async function putOnRecord(keyId: string): Promise<void> {
    try {
      await context.withService({ operator: operatorOf(program) }, ({ acts, operator }) =>
        acts.record({ operator, act: 'keys.join', ids: { keyId } }, () => Promise.resolve()),
      );
    } catch (error) {
      if (error instanceof UsageError) throw error;
      context.say('No database answers: note by hand who joined the halves, and when.');
    }
  }
}

async function joinFiles(in1: string, in2: string) {
  try {
    return await joinKeyring([await read('IN1', in1), await read('IN2', in2)]);
  } catch (error) {
    if (error instanceof HalvesFault)
      throw new StartupError(`No keyring: ${error.message}.`, { cause: error });
    throw error;
  }
}

async function read(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError([`${name}: ${path} cannot be read (${reasonOf(error)})`]);
  }
}

async function write(name: string, path: string, text: string): Promise<void> {
  try {
    await writeNewSecretFile(path, text);
  } catch (error) {
    throw new UsageError([`${name}: ${path} cannot be written (${reasonOf(error)}); no file is overwritten`]);
  }
}
