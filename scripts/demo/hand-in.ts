import { createHash } from 'node:crypto';
import { documentSchema } from './answers.js';
import { bodyOf } from './http-client.js';
import { makeLandCertificate } from './land-certificate.js';
import { type HandedIn, NUMBER_PREFIX, type Run } from './run.js';
import { mustEqual } from './surprise.js';
import { shortHash } from './terminal.js';

const scanWords: Readonly<Record<string, string>> = {
  CLEAN: 'CLEAN',
  NOT_SCANNED: 'NOT_SCANNED (this service has no scanner configured)',
};

/** Chapter 1: the owner puts the paper in, once. */
export async function handIn({ terminal, tuyet, today, number }: Run): Promise<HandedIn> {
  const facts = {
    number: `${NUMBER_PREFIX}${number}`,
    issuedOn: '2019-05-20',
    issuerName: 'Sở Tài nguyên và Môi trường (trình diễn)',
  };
  const bytes = makeLandCertificate({
    number: `${facts.number} (${today})`,
    holder: tuyet.name,
    issuedOn: facts.issuedOn,
    issuer: facts.issuerName,
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  terminal.step(`${tuyet.name} hands in her land certificate. The only time.`);
  const form = new FormData();
  form.set('typeCode', 'LAND_CERTIFICATE');
  form.set('title', 'Giấy chứng nhận quyền sử dụng đất (trình diễn)');
  form.set('number', facts.number);
  form.set('issuerName', facts.issuerName);
  form.set('issuedOn', facts.issuedOn);
  form.set('sha256', sha256);
  form.set('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'Sổ đỏ nhà số 9.pdf');
  const answer = await tuyet.call('/api/v1/me/documents', { method: 'POST', form });
  const document = bodyOf(answer, 201, documentSchema);
  const [version] = document.versions;
  mustEqual('the stored file to have the hash', sha256, version?.sha256);
  mustEqual('the trust class of an own upload to be', 'SELF_UPLOADED', document.trustClass);

  terminal.fact('Document', document.title);
  terminal.fact('Number', `${document.number}`);
  terminal.fact('File', `PDF, ${version?.pages} page, ${bytes.length} bytes`);
  terminal.fact('Malware scan', scanWords[version?.scan.state ?? ''] ?? `${version?.scan.state}`);
  terminal.fact('SHA-256', shortHash(sha256));
  terminal.fact('Worth', `${document.trustClass}: so far only she says that it is genuine`);
  return { documentId: document.id, version: document.currentVersion, sha256 };
}
