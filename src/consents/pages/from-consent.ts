import type { Lang } from '../../ui/i18n.js';
import type { Consent } from '../consent.js';
import { ownerConsentView } from '../consent-view.js';
import type { ConsentView } from './consent-view.js';

/** A consent as its pages draw it: undecided with what could be chosen, decided with what was. */
export function pageViewOf(consent: Consent, lang: Lang, now: Date): ConsentView {
  const view = ownerConsentView(consent, lang, now);
  return {
    id: view.id,
    state: view.state,
    requestedAt: view.requestedAt,
    expiresAt: view.expiresAt,
    decidedAt: view.decidedAt,
    recipient: { agencyCode: view.recipient.agencyCode, clientName: view.recipient.name },
    officer: view.officer,
    purpose: {
      text: view.purpose.text,
      procedureCode: view.procedureCode,
      procedureName: view.procedureName,
      dossierCode: view.dossierCode,
      componentCode: view.componentCode,
      componentName: view.componentName,
    },
    use: view.use,
    ifRefused: view.ifRefused,
    documents: view.state === 'REQUESTED' ? view.documents : view.items,
  };
}
