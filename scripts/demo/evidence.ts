import { createHash } from 'node:crypto';
import { citationSchema, type EvidenceRequest, evidenceRequestSchema, type Item } from './answers.js';
import { type Answer, bodyOf, mustHaveStatus, type Sent } from './http-client.js';
import { dossierCode, type HandedIn, ownerInForms, type Run } from './run.js';
import { mustEqual, mustFind } from './surprise.js';

/** Whoever asks: a partner system, or a clerk below /staff. */
export interface Caller {
  readonly call: (path: string, sent?: Sent) => Promise<Answer>;
  readonly prefix: '/api/v1' | '/api/v1/staff';
}

/** Opens a dossier of the run that was not there. @returns its code */
export async function openDossier(
  run: Run,
  { call, prefix }: Caller,
  { place, procedureCode, channel }: { place: number; procedureCode: string; channel: 1 | 2 | 3 },
): Promise<string> {
  const code = dossierCode(run, place);
  const json = { procedureCode, owner: ownerInForms, submittedOn: run.today, channel, agencyCode: 'H09.27' };
  mustHaveStatus(await call(`${prefix}/dossiers/${code}`, { method: 'PUT', json }), 201);
  return code;
}

export async function askFor({ call, prefix }: Caller, json: object): Promise<EvidenceRequest> {
  const answer = await call(`${prefix}/evidence-requests`, { method: 'POST', json });
  return bodyOf(answer, 201, evidenceRequestSchema);
}

/** The story's document among those that matched. @throws Surprise */
export function itemOf({ items }: EvidenceRequest, document: HandedIn): Item {
  const found = items.find(({ documentId }) => documentId === document.documentId);
  const item = mustFind(`the document ${document.documentId} among the matches`, found, items);
  mustEqual('the matched file to have the hash', document.sha256, item.sha256);
  return item;
}

/** Fetches the bytes and checks them against the hash known from the hand-in and the one that the answer names. */
export async function fetchContent(
  { call, prefix }: Caller,
  request: Pick<EvidenceRequest, 'id'>,
  { documentId, sha256 }: HandedIn,
): Promise<{ readonly sizeBytes: number; readonly digest: string }> {
  const answer = await call(`${prefix}/evidence-requests/${request.id}/items/${documentId}/content`);
  mustHaveStatus(answer, 200);
  const digest = createHash('sha256').update(answer.bytes);
  mustEqual('the fetched bytes to have the hash', sha256, digest.copy().digest('hex'));
  const named = `sha-256=:${digest.digest('base64')}:`;
  mustEqual('the header Repr-Digest', named, answer.headers.get('repr-digest'));
  return { sizeBytes: answer.bytes.length, digest: named };
}

/** Freezes version and hash into the dossier, and checks the signed receipt. */
export async function cite(
  { verifier }: Run,
  { call, prefix }: Caller,
  request: Pick<EvidenceRequest, 'id'>,
  { documentId, version, sha256 }: HandedIn,
) {
  const json = { evidenceRequestId: request.id, documentId, version, sha256 };
  const answer = await call(`${prefix}/citations`, { method: 'POST', json });
  const citation = bodyOf(answer, 201, citationSchema);
  const receipt = await verifier.verify('receipt+jwt', citation.receipt);
  mustEqual('the receipt to name the hash', sha256, receipt['sha256']);
  return citation;
}
