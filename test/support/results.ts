import { expect } from 'chai';
import { openDossier } from './main-job.js';
import { pdfPaper } from './papers.js';
import type { Partner } from './partner.js';
import type { Json, UploadFile } from './person.js';

export const resultFields = {
  typeCode: 'LAND_CERTIFICATE',
  number: 'CS 000001',
  issuerName: 'Sở Nông nghiệp và Môi trường',
  issuedOn: '2025-01-10',
};

/** Puts a result into a dossier, hidden. */
export async function deposited(
  partner: Partner,
  code: string,
  more: Record<string, string> = {},
  file: UploadFile = pdfPaper('ket-qua.pdf'),
): Promise<Json> {
  const put = await partner.upload(`/api/v1/dossiers/${code}/results`, { ...resultFields, ...more }, file);
  expect(put.status, JSON.stringify(put.body)).to.equal(201);
  return { dossierCode: code, ...put.body };
}

/** Hands a result over, or takes it back. */
export async function settle(
  partner: Partner,
  result: Json,
  verb: 'release' | 'revoke' = 'release',
): Promise<Json> {
  const path = `/api/v1/dossiers/${result.dossierCode}/results/${result.resultCode}/${verb}`;
  const settled = await partner.call('POST', path, verb === 'revoke' ? { reason: 'Cấp sai' } : undefined);
  expect(settled.status, JSON.stringify(settled.body)).to.equal(200);
  return settled.body;
}

/** A result of a dossier of its own, handed over: it may serve later dossiers. */
export async function releasedResult(
  partner: Partner,
  more: Record<string, string> = {},
  personalId?: string,
): Promise<Json> {
  const code = await openDossier(partner, '1.013229', personalId);
  const result = await deposited(partner, code, more);
  await settle(partner, result);
  return result;
}
