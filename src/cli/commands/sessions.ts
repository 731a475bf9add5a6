import type { Command } from 'commander';
import { makeOpenSessions } from '../../identity/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { givenReason } from '../reason-option.js';
import { UsageError } from '../usage-error.js';

/** `sessions …`: what an operator does when somebody's phone is lost. */
export function registerSessions(program: Command, context: CliContext): void {
  const sessions = program.command('sessions').description('where people are signed in');

  sessions
    .command('end')
    .argument('<account-id>', 'owner id, or for staff the id that the staff e-ID gave')
    .option('--as <kind>', 'owner or staff', 'owner')
    .requiredOption('--reason <text>', 'why, for the record; no names or ID numbers')
    .description('ends all sessions of one person, in every process, from their next request on')
    .action(async (id: string, options: { as: string; reason: string }) => {
      const kind = kindOf(options.as);
      const reason = givenReason(options.reason);
      await context.withService({ operator: operatorOf(program) }, async ({ connection, acts, operator }) => {
        const act = { operator, act: 'sessions.end', ids: { [`${options.as}Id`]: id.slice(0, 200) }, reason };
        const ended = await acts.record(act, () => makeOpenSessions(connection).endAll({ kind, id }));
        context.printJson({ accountId: id, kind, ended });
      });
    });
}

function kindOf(as: string): 'OWNER' | 'STAFF' {
  if (as === 'owner') return 'OWNER';
  if (as === 'staff') return 'STAFF';
  throw new UsageError(['--as: must be owner or staff']);
}
