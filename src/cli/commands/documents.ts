import type { Command } from 'commander';
import { makeDocumentsStore, makeLetThrough, makeListHeldBack } from '../../documents/index.js';
import { AppError } from '../../platform/app-error.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { pageOf } from '../page-options.js';
import { givenReason } from '../reason-option.js';
import { UsageError } from '../usage-error.js';

/** `documents …`: papers that came in under another name than the e-ID's or that their owner disowned, and an inspector's word on them. */
export function registerDocuments(program: Command, context: CliContext): void {
  const documents = program
    .command('documents')
    .description('papers held back until an inspector has looked');

  documents
    .command('held')
    .description('what is held back, oldest first: ids of paper, owner and dossier, no names')
    .option('--limit <number>', 'how many, 1 to 100', '20')
    .option('--after <id>', 'document id that the page before ended with')
    .action(async (options: { limit: string; after?: string }) => {
      const page = pageOf(options);
      await context.withService({ operator: operatorOf(program) }, async ({ connection }) => {
        const listHeldBack = makeListHeldBack({ documents: makeDocumentsStore(connection) });
        context.printJson(await listHeldBack(page));
      });
    });

  documents
    .command('confirm-identity')
    .argument('<id>', 'document id')
    .description("an inspector has looked: the paper is this owner's, and she sees it once it is released")
    .requiredOption('--reason <text>', 'what was looked at, for the record; no names or ID numbers')
    .action(async (documentId: string, options: { reason: string }) => {
      const reason = givenReason(options.reason);
      await context.withService({ operator: operatorOf(program) }, async ({ connection, acts, operator }) => {
        const letThrough = makeLetThrough({ documents: makeDocumentsStore(connection) });
        const act = {
          operator,
          act: 'documents.confirm-identity',
          ids: { documentId: documentId.slice(0, 100) },
          reason,
        };
        const { id, ownerId, status, shown } = await acts.record(act, () =>
          letThrough(documentId).catch((error: unknown) => {
            const absent = error instanceof AppError && error.code === 'DOCUMENT_NOT_FOUND';
            throw absent ? new UsageError([`ID: no document ${documentId} is held back`]) : error;
          }),
        );
        context.printJson({ documentId: id, ownerId, status, shown });
      });
    });
}
