import type { Catalogue } from '../catalogue/index.js';
import type { Language } from '../http/language.js';
import type { Dossier, DossierAlert } from './dossier.js';

/** A dossier as its agency sees it. @param today date of law, for citations that have run out meanwhile */
export function dossierView(dossier: Dossier, catalogue: Catalogue, language: Language, today: string) {
  const components = catalogue.procedure(dossier.procedureCode)?.components ?? [];
  const citations = dossier.citations.map(
    ({ evidenceRequestId: _request, validTo: _validTo, ...shown }) => shown,
  );
  return {
    code: dossier.code,
    agencyCode: dossier.centre,
    procedureCode: dossier.procedureCode,
    owner: { ...dossier.ownerKey, name: dossier.ownerName, birthDate: dossier.ownerBirthDate },
    submitter: dossier.submitter,
    submittedOn: dossier.submittedOn,
    channel: dossier.channel,
    status: dossier.status,
    closed: !dossier.open,
    components: components.map(({ componentCode, name, required }) => ({
      componentCode,
      name: name[language],
      required,
      citations: citations
        .filter((citation) => citation.componentCode === componentCode)
        .map(({ id, documentId, version, sha256, citedAt }) => ({
          id,
          documentId,
          version,
          sha256,
          citedAt,
        })),
    })),
    citations,
    results: dossier.results,
    alerts: [...dossier.alerts, ...expiredCitations(dossier, today)],
    createdAt: dossier.createdAt,
  };
}
export type DossierView = ReturnType<typeof dossierView>;

function expiredCitations(dossier: Dossier, today: string): DossierAlert[] {
  if (!dossier.open) return [];
  return dossier.citations.flatMap(({ documentId, validTo }) =>
    validTo !== null && validTo < today
      ? [{ type: 'DOCUMENT_EXPIRED' as const, documentId, at: new Date(`${validTo}T17:00:00Z`) }]
      : [],
  );
}
