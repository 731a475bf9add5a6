import { expect } from 'chai';
import type { Endpoint } from '../../src/http/endpoint.js';
import { agreed, ask, compare } from '../support/main-job.js';
import { dossierFor, officer, pdfPaper, purpose } from '../support/papers.js';
import type { Partner } from '../support/partner.js';
import { formOf, type Json, type Person } from '../support/person.js';
import { deposited, resultFields } from '../support/results.js';
import type { RunningService } from '../support/service.js';
import { absentId, type RawAnswer, send, type Who } from './support.js';

/** What a path or body names: something of owner A, client A, centre A, or nothing. */
export interface Names {
  readonly document: string;
  readonly pending: string;
  readonly given: string;
  readonly access: string;
  readonly complaint: string;
  readonly dossier: string;
  readonly request: string;
  readonly requestOfClerk: string;
  readonly result: string;
  readonly sha256: string;
}

export const absent: Names = {
  document: absentId,
  pending: absentId,
  given: absentId,
  access: absentId,
  complaint: absentId,
  dossier: 'H09.1-251125-77777777',
  request: absentId,
  requestOfClerk: absentId,
  result: 'H09.1-251125-77777777-KQ1',
  sha256: '0'.repeat(64),
};

/** The endpoint's path with what it names put in. */
export const pathOf = ({ path }: Endpoint, names: Names) =>
  `/api/v1${path}`
    .replace('/me/documents/{id}', `/me/documents/${names.document}`)
    .replace('/me/consents/{id}', `/me/consents/${names.pending}`)
    .replace('/me/accesses/{id}', `/me/accesses/${names.access}`)
    .replace('/me/complaints/{id}', `/me/complaints/${names.complaint}`)
    .replace('/v1/consents/{id}', `/v1/consents/${names.given}`)
    .replace('/v1/evidence-requests/{id}', `/v1/evidence-requests/${names.request}`)
    .replace('/staff/evidence-requests/{id}', `/staff/evidence-requests/${names.requestOfClerk}`)
    .replace('{documentId}', names.document)
    .replace('{code}', path.startsWith('/directory') ? '1.004222' : names.dossier)
    .replace('{resultCode}', names.result)
    .replace('{n}', '1');

/** A body that its own asker would be answered well for. */
export function bodyOf({ operationId }: Endpoint, names: Names): Json {
  const cite = { documentId: names.document, version: 1, sha256: names.sha256 };
  const bodies: Record<string, Json> = {
    changeDocument: { title: 'Của tôi' },
    acceptConsent: { documentIds: [names.document] },
    denyConsent: {},
    withdrawConsent: {},
    fileComplaint: { text: 'Không phải tôi' },
    openDossier: dossierFor('1.004222'),
    openDossierAsClerk: dossierFor('1.004222'),
    changeDossier: { status: 4 },
    changeDossierAsClerk: { status: 4 },
    openEvidenceRequest: {
      dossierCode: names.dossier,
      componentCode: 'CHO_O_HOP_PHAP',
      basis: 'CONSENT',
      purpose,
      officer,
    },
    openEvidenceRequestAsClerk: {
      dossierCode: names.dossier,
      componentCode: 'CHO_O_HOP_PHAP',
      basis: 'STATUTORY_DUTY',
    },
    citeItem: { evidenceRequestId: names.request, ...cite },
    citeItemAsClerk: { evidenceRequestId: names.requestOfClerk, ...cite },
    recordComparison: {
      evidenceRequestId: names.requestOfClerk,
      documentId: names.document,
      version: 1,
      outcome: 'MATCHES',
    },
    revokeResult: { reason: 'Cấp sai' },
  };
  return bodies[operationId];
}

/** Calls an endpoint as somebody. */
export async function callAs(
  url: string,
  endpoint: Endpoint,
  names: Names,
  { headers }: Who,
  method = endpoint.method,
): Promise<RawAnswer> {
  const verb = method.toUpperCase();
  const path = pathOf(endpoint, names);
  if (endpoint.upload && verb === 'POST') {
    const form = new Response(formOf(endpoint.operationId === 'addVersion' ? {} : resultFields, pdfPaper()));
    return send(url, {
      method: verb,
      path,
      headers: { ...headers, 'content-type': form.headers.get('content-type') ?? '' },
      body: Buffer.from(await form.arrayBuffer()),
    });
  }
  const json = verb === 'GET' || verb === 'HEAD' ? undefined : bodyOf(endpoint, names);
  return send(url, {
    method: verb,
    path,
    headers: { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
}

/** Owner A's paper, compared by clerk A and asked for, agreed to and waited for by client A, and a result not handed over. */
export async function fill(tuyet: Person, ha: Person, partner: Partner): Promise<Names> {
  const paper = await tuyet.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, pdfPaper());
  expect(paper.status, JSON.stringify(paper.body)).to.equal(201);
  const { request: requestOfClerk } = await compare(ha, paper.body.id);
  const ready = await agreed(partner, tuyet);
  const waiting = await ask(partner, ready.dossierCode);
  const result = await deposited(partner, ready.dossierCode);
  const [line, strange] = (await tuyet.call('GET', '/api/v1/me/accesses')).body.items;
  const complaint = await tuyet.call('POST', `/api/v1/me/accesses/${strange.id}/complaints`, { text: 'Lạ' });
  return {
    document: paper.body.id,
    pending: waiting.consent.id,
    given: ready.consent.id,
    access: line.id,
    complaint: complaint.body.id,
    dossier: ready.dossierCode,
    request: ready.id,
    requestOfClerk: requestOfClerk.id,
    result: result.resultCode,
    sha256: ready.items[0].sha256,
  };
}

/** All that an attack could have changed or brought into being; what was refused may have left its line. */
export async function everything({ connection }: RunningService, real: Names): Promise<Json> {
  const rows = async (name: string, filter = {}) =>
    connection.collection(name).find(filter).sort({ _id: 1 }).toArray();
  return JSON.parse(
    JSON.stringify({
      documents: await rows('documents'),
      dossiers: await rows('dossiers', { code: real.dossier }),
      consents: await rows('consents'),
      complaints: await rows('complaints'),
      comparisons: await rows('comparisons'),
      requests: await rows('evidenceRequests'),
      lines: await rows('accessLog', { outcome: { $ne: 'REFUSED' } }),
    }),
  );
}
