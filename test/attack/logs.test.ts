import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { becomes } from '../support/leftovers.js';
import { ask, comparedPaper } from '../support/main-job.js';
import { dossierCode, dossierFor, pdfPaper, personalIds } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { toldByLog } from '../support/told-by-log.js';
import { absentId, send } from './support.js';

/** A text that nothing else has, and that stays itself however it is cut or escaped. */
const mark = () => `mark${randomBytes(6).toString('hex')}`;

describe('the log, after a day of people, systems and attackers', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  const marks: string[] = [];
  const marked = () => {
    const one = mark();
    marks.push(one);
    return one;
  };

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service, { name: marked() });
    marks.push(
      tuyet.csrfToken,
      ha.csrfToken,
      partner.token,
      tuyet.browser.cookie('motlan_session') ?? 'none',
    );
  });
  after(() => world?.end());
  const get = (path: string, headers: Record<string, string> = {}) =>
    send(service.url, { method: 'GET', path, headers });
  const nothingTold = () => expect(toldByLog(service.logLines, marks)).to.deep.equal([]);

  it('tells no name, number, title, file name or purpose of a whole journey', async () => {
    await comparedPaper(tuyet, ha, pdfPaper(`${marked()}.pdf`));
    const fields = { typeCode: 'LAND_CERTIFICATE', title: marked(), number: marked(), issuerName: marked() };
    const added = await tuyet.upload('/api/v1/me/documents', fields, pdfPaper(`${marked()}.pdf`), {
      'idempotency-key': marked(),
      'user-agent': marked(),
      referer: `http://else.example.vn/${marked()}`,
    });
    expect(added.status).to.equal(201);
    await tuyet.call('GET', `/api/v1/me/documents?q=${marked()}`);
    const code = dossierCode();
    const owner = { kind: 'PERSONAL_ID', value: personalIds.tuyet, name: 'Nguyễn Thị Ánh Tuyết' };
    const opened = await partner.call(
      'PUT',
      `/api/v1/dossiers/${code}`,
      dossierFor('1.004222', undefined, { owner, submitter: marked() }),
    );
    expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
    const request = await ask(partner, code, {
      purpose: { code: marked(), text: marked() },
      officer: { id: marked(), name: marked(), position: marked() },
    });
    const accepted = await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/accept`, {});
    expect(accepted.status).to.equal(200);
    const [line] = (await tuyet.call('GET', '/api/v1/me/accesses')).body.items;
    await tuyet.call('POST', `/api/v1/me/accesses/${line.id}/complaints`, { text: marked() });
    expect(service.logLines.length).to.be.greaterThan(10);
    nothingTold();
  });

  it('tells nothing of what is refused: paths, queries, bodies, headers', async () => {
    await get(`/api/v1/me/documents/${marked()}?token=${marked()}`);
    await get(`/${marked()}`, { cookie: `motlan_session=s%3A${marked()}.${marked()}; ${marked()}=1` });
    await get(`/%ff${marked()}`);
    await get(`/api/v1/whoami`, { authorization: `Bearer ${marked()}` });
    await get(`/api/v1/whoami`, { authorization: `Basic ${marked()}` });
    await get(`/sign-in?as=${marked()}&returnTo=/${marked()}`);
    await get(`/sign-in/callback?code=${marked()}&state=${marked()}&iss=${marked()}`);
    await get(`/sign-in/callback?error=${marked()}&error_description=${marked()}&state=${marked()}`);
    await get(`/dev-eid/${marked()}?client_id=${marked()}`);
    await get(`/dev-eid/authorize?client_id=${marked()}&redirect_uri=http://${marked()}.example`);
    await tuyet.call('POST', '/api/v1/me/documents', { [marked()]: marked() });
    await tuyet.upload('/api/v1/me/documents', { [marked()]: marked() }, pdfPaper(`${marked()}.exe`));
    await partner.call('POST', '/api/v1/evidence-requests', {
      dossierCode: marked(),
      officer: { name: marked() },
    });
    await partner.call('PUT', `/api/v1/dossiers/${marked()}`, { owner: { value: marked() } });
    await send(service.url, {
      method: 'POST',
      path: '/api/v1/staff/comparisons',
      headers: { authorization: `Bearer ${partner.token}`, 'content-type': 'application/json' },
      body: `{"${marked()}": ${marked()}`,
    });
    nothingTold();
  });

  it('tells nothing of what a system puts into a call for a token, wherever it puts it', async () => {
    const assertion = (claims: object, header: object = { alg: 'ES256' }) =>
      `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${marked()}`;
    const good = {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    const own = { sub: partner.clientId, iss: partner.clientId };
    const calls: Record<string, string>[] = [
      { ...good, client_assertion: marked() },
      { ...good, client_assertion: assertion({ sub: marked(), iss: marked() }) },
      { ...good, client_assertion: assertion({ ...own, iss: marked() }) },
      { ...good, client_assertion: assertion({ ...own, aud: marked() }) },
      { ...good, client_assertion: assertion({ ...own, aud: service.url, exp: marked() }) },
      { ...good, client_assertion: assertion(own, { alg: marked() }) },
      { ...good, client_assertion: assertion(own, { alg: 'ES256', kid: marked() }) },
      { ...good, client_assertion: assertion(own), scope: marked(), resource: `urn:${marked()}` },
      { ...good, client_assertion_type: marked(), client_assertion: assertion(own) },
      { grant_type: partner.token },
      { grant_type: marked(), client_id: marked(), client_secret: marked() },
      { ...good, client_id: marked(), client_secret: marked(), username: marked(), password: marked() },
      { ...good, client_assertion: assertion({ sub: 'Nguyễn Thị Ánh Tuyết', iss: personalIds.tuyet }) },
      { ...good, client_assertion: assertion({ sub: personalIds.tuyet, iss: personalIds.tuyet }) },
    ];
    for (const call of calls) {
      const answer = await fetch(`${service.url}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams(call),
      });
      expect(answer.status, JSON.stringify(call)).to.be.within(400, 401);
    }
    await send(service.url, {
      method: 'POST',
      path: `/oauth2/token?client_assertion=${marked()}`,
      headers: { authorization: `Basic ${Buffer.from(`${marked()}:${marked()}`).toString('base64')}` },
      body: `{"${marked()}":1}`,
    });
    expect(service.logLines.filter((line) => line.includes('token refused')).length).to.be.greaterThan(10);
    nothingTold();
  });

  it('tells who was refused what, by ids: another kind of actor, another’s thing, nobody', async () => {
    const found = async (answer: Promise<{ headers: Headers | Record<string, unknown> }>) => {
      const { headers } = await answer;
      const id = headers instanceof Headers ? headers.get('x-request-id') : headers['x-request-id'];
      let line: Record<string, unknown> = {};
      await becomes(async () => {
        const text = service.logLines.find(
          (one) => one.includes(`"${String(id)}"`) && one.includes('"msg":"request"'),
        );
        line = JSON.parse(String(text)) as Record<string, unknown>;
      });
      return [line['actorId'], line['route'], line['status'], line['code']];
    };
    const documents = '/api/v1/me/documents';
    expect(await found(ha.call('GET', documents))).to.deep.equal([ha.id, documents, 403, 'ROLE_MISSING']);
    expect(await found(partner.call('GET', documents))).to.deep.equal([
      partner.clientId,
      documents,
      403,
      'ROLE_MISSING',
    ]);
    expect(await found(tuyet.call('GET', `${documents}/${absentId}`))).to.deep.equal([
      tuyet.id,
      `${documents}/{id}`,
      404,
      'DOCUMENT_NOT_FOUND',
    ]);
    expect(await found(get(documents))).to.deep.equal([undefined, documents, 401, 'SIGN_IN_REQUIRED']);
    const page = tuyet.browser.open(`${service.url}/counter`, { headers: { accept: 'text/html' } });
    expect(await found(page)).to.deep.equal([tuyet.id, '/counter', 403, 'ROLE_MISSING']);
    nothingTold();
  });

  it('has sharp eyes: a line with a name, a number, a file or a token is seen', () => {
    for (const text of [
      'Trần Văn Đức',
      'Trần Văn Đức'.normalize('NFD'),
      '999190000001',
      'so-do.pdf',
      partner.token,
      `Bearer ${mark()}`,
      marks[0] ?? '',
    ]) {
      expect(toldByLog([JSON.stringify({ msg: `x ${text} y` })], marks), text).to.have.length(1);
    }
    expect(toldByLog([JSON.stringify({ id: '01a215a6-d503-775b-aa02-999190000001' })])).to.deep.equal([]);
  });
});
