import { expect } from 'chai';
import { dossierCode, dossierFor, officer, pdfPaper, personalIds, purpose } from './papers.js';
import type { Partner } from './partner.js';
import type { Json, Person } from './person.js';

/** A land certificate of Tuyết's, put in by herself and compared with its original by Hà. */
export async function comparedPaper(owner: Person, clerk: Person, paper = pdfPaper()): Promise<Json> {
  const added = await owner.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, paper);
  expect(added.status, JSON.stringify(added.body)).to.equal(201);
  await compare(clerk, added.body.id);
  return (await owner.call('GET', `/api/v1/me/documents/${added.body.id}`)).body;
}

/** Hà opens a dossier for a certified copy, looks the paper up and records that it matches. @param key of its owner, if not Tuyết */
export async function compare(
  clerk: Person,
  documentId: string,
  version?: number,
  key?: Json,
): Promise<Json> {
  const code = dossierCode('H09.27');
  const dossier = dossierFor('2.000815', undefined, key ? { owner: key } : {});
  const opened = await clerk.call('PUT', `/api/v1/staff/dossiers/${code}`, dossier);
  expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
  const request = await clerk.call('POST', '/api/v1/staff/evidence-requests', {
    dossierCode: code,
    componentCode: 'BAN_CHINH',
    basis: 'STATUTORY_DUTY',
  });
  expect(request.status, JSON.stringify(request.body)).to.equal(201);
  const item = request.body.items.find((entry: Json) => entry.documentId === documentId);
  expect(item, 'the paper among the items').to.not.equal(undefined);
  const recorded = await clerk.call('POST', '/api/v1/staff/comparisons', {
    evidenceRequestId: request.body.id,
    documentId,
    version: version ?? item.version,
    outcome: 'MATCHES',
  });
  expect(recorded.status, JSON.stringify(recorded.body)).to.equal(201);
  return { dossierCode: code, request: request.body, comparison: recorded.body };
}

export async function openDossier(
  partner: Partner,
  procedureCode = '1.004222',
  personalId: string = personalIds.tuyet,
) {
  const code = dossierCode();
  const opened = await partner.call('PUT', `/api/v1/dossiers/${code}`, dossierFor(procedureCode, personalId));
  expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
  return code;
}

/** An evidence request for the proof of lawful dwelling; by consent unless told otherwise. */
export async function ask(partner: Partner, code: string, more: Record<string, unknown> = {}): Promise<Json> {
  const asked = await partner.call('POST', '/api/v1/evidence-requests', {
    dossierCode: code,
    componentCode: 'CHO_O_HOP_PHAP',
    basis: 'CONSENT',
    purpose,
    officer,
    ...more,
  });
  expect(asked.status, JSON.stringify(asked.body)).to.equal(201);
  return asked.body;
}

/** Asks by consent and has the owner agree to the best match. */
export async function agreed(
  partner: Partner,
  owner: Person,
  more: Record<string, unknown> = {},
): Promise<Json> {
  const code = await openDossier(partner);
  const request = await ask(partner, code, more);
  expect(request.state).to.equal('CONSENT_REQUIRED');
  const given = await owner.call('POST', `/api/v1/me/consents/${request.consent.id}/accept`, {});
  expect(given.status, JSON.stringify(given.body)).to.equal(200);
  const ready = (await partner.call('GET', `/api/v1/evidence-requests/${request.id}`)).body;
  expect(ready.state).to.equal('READY');
  return { ...ready, dossierCode: code };
}

export function contentPath(request: Json): string {
  return `/api/v1/evidence-requests/${request.id}/items/${request.items[0].documentId}/content`;
}
