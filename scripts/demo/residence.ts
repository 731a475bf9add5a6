import {
  type Component,
  type EvidenceRequest,
  eventPageSchema,
  evidenceRequestSchema,
  manifestSchema,
  ownerConsentSchema,
  procedureSchema,
  recipientConsentSchema,
} from './answers.js';
import { askFor, cite, fetchContent, itemOf, openDossier } from './evidence.js';
import { bodyOf, mustBeRefused } from './http-client.js';
import type { HandedIn, Run } from './run.js';
import { mustEqual, mustFind } from './surprise.js';
import { dayOf, shortHash, timeOf } from './terminal.js';

/** Chapter 3: a second procedure takes the document from the store, with its owner's consent. */
export async function residenceByConsent(run: Run, document: HandedIn) {
  const { terminal, partner } = run;
  const system = { call: partner.call, prefix: '/api/v1' } as const;

  terminal.step('Weeks later: the procedure system opens a residence dossier');
  const code = await openDossier(run, system, { place: 2, procedureCode: '1.004222', channel: 2 });
  const component = await componentFor(run, '1.004222');
  terminal.fact('Dossier 2', `${code}, 1.004222, residence`);
  terminal.fact('Directory', `${component.componentCode} (${component.name}) takes LAND_CERTIFICATE`);

  terminal.step('It asks on the basis of consent, and is told nothing yet');
  const request = await askFor(system, {
    dossierCode: code,
    componentCode: component.componentCode,
    basis: 'CONSENT',
    purpose: { code: 'RESIDENCE', text: 'Chứng minh chỗ ở hợp pháp để đăng ký thường trú' },
    officer: { id: 'cb-0142', name: 'Trương Gia Bảo', position: 'Cán bộ thụ lý' },
    use: { validForDays: 30 },
  });
  mustEqual('the answer to be', 'CONSENT_REQUIRED', request.state);
  mustEqual('the number of documents told before consent', 0, request.items.length);
  const consentId = mustFind('a consent to ask for', request.consent, [request]).id;
  const itemPath = `/api/v1/evidence-requests/${request.id}/items/${document.documentId}`;
  mustBeRefused(await partner.call(`${itemPath}/content`), 403, 'CONSENT_REQUIRED');
  terminal.fact('Told', `${request.state}; no document, no number, no hash`);
  terminal.fact('Tries anyway', '403 CONSENT_REQUIRED');

  await agree(run, consentId, document);
  await learnOfConsent(run, consentId, document);

  terminal.step('It cites the document, then fetches the bytes');
  const told = await reload(run, request);
  itemOf(told, document);
  const citation = await cite(run, system, request, document);
  const { manifest } = bodyOf(await partner.call(itemPath), 200, manifestSchema);
  const claims = await run.verifier.verify('manifest+jwt', manifest);
  mustEqual('the manifest to name the hash', document.sha256, claims['sha256']);
  const { sizeBytes, digest } = await fetchContent(system, request, document);
  terminal.fact('Cited', `version ${citation.version} at ${timeOf(citation.citedAt)}, receipt verified`);
  terminal.fact('Manifest', 'signature verified, names the same hash');
  terminal.fact('Fetched', `${sizeBytes} bytes, Repr-Digest ${digest.slice(0, 24)}…`);
  terminal.fact('SHA-256', `${shortHash(document.sha256)}: handed in = cited = fetched`);
  return { code, request, consentId };
}

/** The component of a procedure that takes a land certificate. */
export async function componentFor({ partner }: Run, procedureCode: string): Promise<Component> {
  const answer = await partner.call(`/api/v1/directory/procedures/${procedureCode}`);
  const { components } = bodyOf(answer, 200, procedureSchema);
  return mustFind(
    'a component that takes LAND_CERTIFICATE',
    components.find(takesLandCertificate),
    components,
  );
}

function takesLandCertificate({ accepts }: Component): boolean {
  return accepts.some(({ typeCode }) => typeCode === 'LAND_CERTIFICATE');
}

async function agree({ terminal, tuyet }: Run, consentId: string, { documentId }: HandedIn): Promise<void> {
  const path = `/api/v1/me/consents/${consentId}`;
  const asked = bodyOf(await tuyet.call(path), 200, ownerConsentSchema);
  mustEqual('the request to wait for her', 'REQUESTED', asked.state);
  const wanted = asked.documents.find((entry) => entry.documentId === documentId);
  const { title } = mustFind('her document in the request', wanted, asked.documents);

  terminal.step(`${tuyet.name} reads the request and agrees`);
  terminal.fact('Who', `${asked.recipient.name} (${asked.recipient.agencyCode})`);
  terminal.fact('', `${asked.officer.name}, ${asked.officer.position}`);
  terminal.fact('Why', asked.purpose.text);
  terminal.fact('Dossier', asked.dossierCode);
  terminal.fact('Document', title);
  terminal.fact('How long', `${asked.use.validForDays} days from agreeing`);
  terminal.fact('Refused?', asked.ifRefused);
  const json = { documentIds: [documentId] };
  const given = bodyOf(await tuyet.call(`${path}/accept`, { method: 'POST', json }), 200, ownerConsentSchema);
  mustEqual('the consent to be', 'GIVEN', given.state);
  terminal.fact('Decision', `${given.state}, until ${dayOf(given.expiresAt)}`);
}

async function learnOfConsent(run: Run, consentId: string, document: HandedIn): Promise<void> {
  const { terminal, partner, verifier } = run;
  terminal.step('The procedure system learns of it and checks the proof');
  const feed = bodyOf(await partner.call('/api/v1/consent-events?after=0'), 200, eventPageSchema);
  const ofConsent = feed.items.find((event) => event.consentId === consentId);
  const event = mustFind('an event of this consent', ofConsent, feed.items);
  mustEqual('the event to be', 'accepted', event.type);
  const held = await partner.call(`/api/v1/consents/${consentId}`);
  const { artefact } = bodyOf(held, 200, recipientConsentSchema);
  const claims = await verifier.verify('consent+jwt', mustFind('an artefact', artefact ?? undefined, [held]));
  const items: unknown = claims['items'];
  const named = Array.isArray(items) ? (items as { sha256?: unknown }[]).map(({ sha256 }) => sha256) : [];
  mustEqual('the consent to name the hash', document.sha256, named.join());
  terminal.fact('Events', `number ${event.sequence}: ${event.type} at ${timeOf(event.at)}`);
  terminal.fact('Proof', 'consent artefact, ES256, verified with /.well-known/jwks.json');
  terminal.fact('', `names this dossier and ${shortHash(document.sha256)}, nothing else`);
}

async function reload({ partner }: Run, request: EvidenceRequest): Promise<EvidenceRequest> {
  const path = `/api/v1/evidence-requests/${request.id}`;
  const again = bodyOf(await partner.call(path), 200, evidenceRequestSchema);
  mustEqual('the request to be', 'READY', again.state);
  return again;
}
