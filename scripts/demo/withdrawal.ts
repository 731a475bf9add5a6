import { dossierSchema, type EvidenceRequest, ownerConsentSchema } from './answers.js';
import { bodyOf, mustBeRefused } from './http-client.js';
import type { HandedIn, Run } from './run.js';
import { mustEqual, mustFind } from './surprise.js';
import { timeOf } from './terminal.js';
import { accessesOf, inWords } from './who-looked.js';

/** Chapter 6: the owner withdraws, and the very next fetch is refused; what was cited stays. */
export async function withdraw(
  run: Run,
  residence: { readonly request: EvidenceRequest; readonly consentId: string },
  codes: readonly string[],
  document: HandedIn,
): Promise<void> {
  const { terminal, tuyet, partner } = run;
  terminal.step(`${tuyet.name} withdraws her consent`);
  const path = `/api/v1/me/consents/${residence.consentId}/withdraw`;
  const withdrawn = bodyOf(await tuyet.call(path, { method: 'POST' }), 200, ownerConsentSchema);
  mustEqual('the consent to be', 'WITHDRAWN', withdrawn.state);
  terminal.fact('Consent', `${withdrawn.state} after ${withdrawn.use.reads} read`);

  const itemPath = `/api/v1/evidence-requests/${residence.request.id}/items/${document.documentId}`;
  mustBeRefused(await partner.call(`${itemPath}/content`), 403, 'CONSENT_WITHDRAWN');
  terminal.fact('Next fetch', '403 CONSENT_WITHDRAWN');
  const last = (await accessesOf(run, codes, document)).at(-1);
  const line = mustFind('a line in her log', last, []);
  mustEqual('the newest line of her log to say', 'CONSENT_WITHDRAWN', line.refusalCode);
  terminal.fact(timeOf(line.at), inWords(line, codes));
}

/** All dossiers hold one citation of the one file. */
export async function checkDossiers({ partner }: Run, codes: readonly string[], document: HandedIn) {
  for (const code of codes) {
    const dossier = bodyOf(await partner.call(`/api/v1/dossiers/${code}`), 200, dossierSchema);
    const cited = dossier.citations.map((entry) => `${entry.documentId} ${entry.version} ${entry.sha256}`);
    const { documentId, version, sha256 } = document;
    mustEqual(`dossier ${code} to cite`, `${documentId} ${version} ${sha256}`, cited.join(', '));
  }
}
