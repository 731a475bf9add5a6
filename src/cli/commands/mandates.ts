import type { Command } from 'commander';
import { makeAudit } from '../../audit/index.js';
import { makeOperateMandates } from '../../mandates/index.js';
import { makeNotifyAlone } from '../../notices/index.js';
import { inTransaction } from '../../platform/in-transaction.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { givenReason } from '../reason-option.js';

/** `mandates …`: what an operator does when an authority says that somebody may act for an owner no more. */
export function registerMandates(program: Command, context: CliContext): void {
  const mandates = program.command('mandates').description('who may act for whom');
  type Deps = Parameters<Parameters<CliContext['withService']>[1]>[0];
  const operate = ({ connection, clock, config }: Deps) =>
    makeOperateMandates({
      connection,
      clock,
      log: makeAudit({ connection, clock }).log,
      notify: makeNotifyAlone({ connection, clock, channels: config.notices }),
      transact: (work) => inTransaction(connection, work),
    });

  mandates
    .command('list')
    .argument('<owner-id>', 'whose papers others may work with')
    .description('who may act for an owner now, by ids')
    .action(async (ownerId: string) => {
      await context.withService({ operator: operatorOf(program) }, async (deps) => {
        const items = await operate(deps).forOwner(ownerId);
        context.printJson({ items });
      });
    });

  mandates
    .command('end')
    .argument('<mandate-id>', 'as `list` names it')
    .requiredOption('--reason <text>', 'what was decided and by whom, for the record; no names or ID numbers')
    .description('ends one, and all that were given by it, from the next request on; both sides are told')
    .action(async (id: string, options: { reason: string }) => {
      const reason = givenReason(options.reason);
      await context.withService({ operator: operatorOf(program) }, async (deps) => {
        const { acts, operator } = deps;
        const act = { operator, act: 'mandates.end', ids: { mandateId: id.slice(0, 100) }, reason };
        const ended = await acts.record(act, () => operate(deps).end({ id, operator }));
        context.printJson({ ended });
      });
    });
}
