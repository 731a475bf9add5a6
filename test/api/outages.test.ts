import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { needS3 } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { type TcpGate, tcpGate } from '../support/tcp-gate.js';

const documents = '/api/v1/me/documents';
const other = { typeCode: 'OTHER' };

const expectUnavailable = (
  { status, headers, body }: { status: number; headers: Headers; body: Json },
  code: string,
) => {
  expect([status, body.code]).to.deep.equal([503, code]);
  expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
  expect(headers.get('content-type')).to.contain('application/problem+json');
};

describe('when the database does not answer', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let gate: TcpGate;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let document: Json;

  before(async () => {
    world = await makeWorld();
    const uri = new URL(world.database.uri.replace('mongodb:', 'http:'));
    gate = await tcpGate({ host: uri.hostname, port: Number(uri.port) });
    uri.host = `127.0.0.1:${gate.port}`;
    uri.searchParams.delete('replicaSet');
    uri.searchParams.set('directConnection', 'true');
    service = await world.start({ mongoUri: uri.href.replace('http:', 'mongodb:') });
    tuyet = await signIn(service.url, 'tuyet');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
    document = (await tuyet.upload(documents, other, pdfPaper())).body;
  });
  after(async () => {
    gate?.resume();
    await world?.end();
    await gate?.close();
  });

  const everyKind = () =>
    Promise.all([
      tuyet.call('GET', documents),
      tuyet.call('GET', `${documents}/${document.id}/content`),
      tuyet.call('POST', '/api/v1/me/consents/019a0000-0000-7000-8000-000000000000/accept', {}),
      tuyet.upload(documents, other, pdfPaper('lon.pdf', 2_000_000)),
      ha.call('PUT', '/api/v1/staff/dossiers/H09.27-251125-0001', {}),
      partner.call('GET', '/api/v1/consent-events'),
    ]);

  it('but hangs: every kind of call is 503 within ten seconds, and well again when it is', async () => {
    gate.hang();
    const begun = Date.now();
    for (const answer of await everyKind()) expectUnavailable(answer, 'DATABASE_UNAVAILABLE');
    expect(Date.now() - begun).to.be.lessThan(10_000);
    expect((await fetch(`${service.url}/healthz`)).status).to.equal(200);
    gate.resume();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const read = await tuyet.bytes(`${documents}/${document.id}/content`);
    expect(read.status).to.equal(200);
    expect((await tuyet.call('GET', documents)).body.items.map((one: Json) => one.id)).to.deep.equal([
      document.id,
    ]);
  });

  it('and is gone: every kind of call is 503, and not ready', async () => {
    await service.connection.close();
    for (const answer of await everyKind()) expectUnavailable(answer, 'DATABASE_UNAVAILABLE');
    expect((await fetch(`${service.url}/readyz`)).status).to.equal(503);
  });
});

describe('when the object store is gone', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let gate: TcpGate;
  let tuyet: Person;
  let document: Json;

  before(async function () {
    const s3 = needS3(this);
    const endpoint = new URL(s3.endpoint);
    gate = await tcpGate({ host: endpoint.hostname, port: Number(endpoint.port) });
    world = await makeWorld({}, { ...s3, endpoint: `http://127.0.0.1:${gate.port}` });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    document = (await tuyet.upload(documents, other, pdfPaper())).body;
    expect((await tuyet.bytes(`${documents}/${document.id}/content`)).status).to.equal(200);
    await gate.close();
  });
  after(() => world?.end());

  it('an upload is 503 and leaves no record, no quota and no key', async () => {
    const counts = async () => ({
      quota: (await tuyet.call('GET', '/api/v1/me/quota')).body,
      documents: await service.connection.collection('documents').countDocuments(),
      keys: await service.connection.collection('idempotencyKeys').countDocuments(),
    });
    const before = await counts();
    const refused = await tuyet.upload(documents, other, pdfPaper(), { 'idempotency-key': randomUUID() });
    expectUnavailable(refused, 'STORAGE_UNAVAILABLE');
    expect(await counts()).to.deep.equal(before);
  });

  it('content is 503 as a problem document, and what needs no bytes goes on', async () => {
    expectUnavailable(await tuyet.call('GET', `${documents}/${document.id}/content`), 'STORAGE_UNAVAILABLE');
    expect((await tuyet.call('GET', documents)).status).to.equal(200);
    const etag = `"${document.versions[0].sha256}"`;
    expect(
      (await tuyet.bytes(`${documents}/${document.id}/content`, { 'if-none-match': etag })).status,
    ).to.equal(304);
  });

  it('a document can be deleted; its objects wait for the store', async () => {
    expect((await tuyet.call('DELETE', `${documents}/${document.id}`)).status).to.equal(204);
    const record = await service.connection.collection<Json>('documents').findOne({ _id: document.id });
    expect(record).to.include({ status: 'DELETED', pendingRemoval: true });
  });
});
