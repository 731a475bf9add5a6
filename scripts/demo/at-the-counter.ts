import { comparisonSchema, documentSchema } from './answers.js';
import { askFor, cite, fetchContent, itemOf, openDossier } from './evidence.js';
import { bodyOf } from './http-client.js';
import type { HandedIn, Run } from './run.js';
import { mustEqual, mustFind } from './surprise.js';
import { shortHash, timeOf } from './terminal.js';

/** Chapter 2: a clerk compares the upload with the paper. @returns the dossier's code */
export async function compareAtTheCounter(run: Run, document: HandedIn): Promise<string> {
  const { terminal, ha, tuyet } = run;
  const clerk = { call: ha.call, prefix: '/api/v1/staff' } as const;

  terminal.step(`At the counter of ${ha.agency}, ${ha.name} opens a dossier`);
  const code = await openDossier(run, clerk, { place: 1, procedureCode: '2.000815', channel: 1 });
  terminal.fact('Dossier 1', `${code}, 2.000815, certified copies`);
  const json = { dossierCode: code, componentCode: 'BAN_CHINH', basis: 'STATUTORY_DUTY' };
  const request = await askFor(clerk, json);
  mustEqual('the look-up to be', 'READY', request.state);
  const item = itemOf(request, document);
  terminal.fact('Look-up', `component BAN_CHINH by statutory duty: ${request.state}`);
  terminal.fact('Found', `number ${item.number}, ${item.trustClass}, ${shortHash(item.sha256)}`);

  terminal.step(`${ha.name} views it, holds the paper beside it, and says: the same`);
  const { sizeBytes } = await fetchContent(clerk, request, document);
  terminal.fact('Viewed', `${sizeBytes} bytes, hash as handed in`);
  const { documentId, version } = document;
  const comparison = bodyOf(
    await ha.call('/api/v1/staff/comparisons', {
      method: 'POST',
      json: { evidenceRequestId: request.id, documentId, version, outcome: 'MATCHES' },
    }),
    201,
    comparisonSchema,
  );
  await cite(run, clerk, request, document);
  const mine = await tuyet.call(`/api/v1/me/documents/${documentId}`);
  const compared = bodyOf(mine, 200, documentSchema);
  mustEqual('the class after the comparison to be', 'PHOTO_COMPARED', compared.trustClass);
  const by = compared.versions.find((entry) => entry.version === version)?.comparedBy;
  const { name, position, agency } = mustFind('who compared it', by ?? undefined, compared.versions);
  terminal.fact('Compared', `${comparison.outcome} at ${timeOf(comparison.at)}`);
  terminal.fact('By', `${name}, ${position}, ${agency}`);
  terminal.fact('Worth', `SELF_UPLOADED -> ${compared.trustClass}`);
  return code;
}
