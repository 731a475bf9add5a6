import { Command, CommanderError } from 'commander';
import { AppError } from '../platform/app-error.js';
import { ConfigError } from '../platform/config.js';
import { toDatabaseUnavailable } from '../platform/mongo-errors.js';
import { problemKinds } from '../platform/problem-codes.js';
import { StartupError } from '../platform/startup-error.js';
import { registerBackup } from './commands/backup.js';
import { registerClients } from './commands/clients.js';
import { registerDoctor } from './commands/doctor.js';
import { registerDocuments } from './commands/documents.js';
import { registerExport } from './commands/export.js';
import { registerFsck } from './commands/fsck.js';
import { registerKeys } from './commands/keys.js';
import { registerMandates } from './commands/mandates.js';
import { registerRestore } from './commands/restore.js';
import { registerSessions } from './commands/sessions.js';
import { makeCliContext } from './context.js';
import { UsageError } from './usage-error.js';

const FAILED = 1;
const WRONG_USAGE = 2;

const context = makeCliContext(process.env, process);
const program = new Command('motlan')
  .description('Operates a Motlan service: JSON on standard output, words on standard error.')
  .option('--operator <name>', 'in whose name, for the record (default: the account of this machine)')
  .configureOutput({ writeOut: (text) => void process.stdout.write(text) })
  .exitOverride();
registerClients(program, context);
registerDocuments(program, context);
registerDoctor(program, context);
registerExport(program, context);
registerFsck(program, context);
registerKeys(program, context);
registerBackup(program, context);
registerRestore(program, context);
registerMandates(program, context);
registerSessions(program, context);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Says what went wrong, in words where it was foreseen. @returns the exit code */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (error instanceof UsageError) {
    for (const fault of error.faults) context.say(fault);
    return WRONG_USAGE;
  }
  const refusal = toDatabaseUnavailable(error) ?? error;
  if (error instanceof ConfigError || error instanceof StartupError) context.say(error.message);
  else if (refusal instanceof AppError)
    context.say(`${refusal.code}: ${problemKinds[refusal.code].en.detail}`);
  else context.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return FAILED;
}
