import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { testDatabase } from '../support/mongo.js';
import { dossierCode, dossierFor } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { makeWorld } from '../support/service.js';
import { startService, unusedPort } from '../support/service-process.js';

interface Pair {
  readonly urls: readonly [string, string];
  readonly connection: Parameters<typeof makePartner>[0]['connection'];
  end(): Promise<void>;
}

/** Two services of this process on one database. */
async function twoServices(): Promise<Pair> {
  const world = await makeWorld();
  const [a, b] = [await world.start(), await world.start()];
  return { urls: [a.url, b.url], connection: a.connection, end: () => world.end() };
}

/** The program itself, twice, on one database and data folder. */
async function twoProcesses(): Promise<Pair> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'motlan-race-'));
  const port = await unusedPort();
  const begin = (own: number) =>
    startService(
      {
        NODE_ENV: 'test',
        MONGODB_URI: database.uri,
        MONGODB_DATABASE: database.name,
        DATA_DIR: folder,
        PORT: String(own),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        LOG_LEVEL: 'warn',
      },
      [process.execPath, '--import', 'tsx', 'src/server.ts'],
    );
  const first = begin(port);
  const a = await first.ready;
  const second = begin(await unusedPort());
  const b = await second.ready;
  return {
    urls: [a, b],
    connection: database.connection,
    async end() {
      for (const { child, exited } of [first, second]) {
        child.kill('SIGTERM');
        await exited;
      }
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

for (const { name, start, rounds, withdrawals } of [
  { name: 'two services on one database', start: twoServices, rounds: 4, withdrawals: 20 },
  { name: 'two processes on one database', start: twoProcesses, rounds: 2, withdrawals: 50 },
]) {
  describe(`at the same moment in ${name}`, function () {
    this.timeout(120_000);
    this.slow(20_000);
    let pair: Pair;
    let partners: readonly [Partner, Partner];
    let owners: readonly [Person, Person];
    let ha: Person;
    before(async () => {
      pair = await start();
      const [a, b] = pair.urls;
      const partner = await makePartner({ url: a, connection: pair.connection });
      partners = [partner, partner.at(b)];
      const tuyet = await signIn(a, 'tuyet');
      owners = [tuyet, tuyet.at(b)];
      ha = await signIn(a, 'ha', 'staff');
      await comparedPaper(tuyet, ha);
    });
    after(() => pair?.end());

    const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
    const at = <One>(two: readonly [One, One], index: number): One => two[index % 2 ? 1 : 0];
    const decide = (index: number, request: Json, verb: string, body: Json = {}) =>
      at(owners, index).call('POST', `/api/v1/me/consents/${request.consent.id}/${verb}`, body);
    const cite = (index: number, request: Json, item: Json) =>
      at(partners, index).call('POST', '/api/v1/citations', {
        evidenceRequestId: request.id,
        documentId: item.documentId,
        version: item.version,
        sha256: item.sha256,
      });
    const eventsOf = async (request: Json): Promise<string[]> => {
      const found = await pair.connection
        .collection('consentEvents')
        .find({ consentId: request.consent.id })
        .sort({ sequence: 1 })
        .toArray();
      return found.map((event) => String(event['type']));
    };
    const dossier = async (code: string): Promise<Json> =>
      (await partners[0].call('GET', `/api/v1/dossiers/${code}`)).body;

    it('of 20 reads of a one-use consent exactly one is served, 19 are told CONSENT_USED_UP', async () => {
      const request = await agreed(partners[0], owners[0], { use: { maxReads: 1 } });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => at(partners, index).bytes(contentPath(request))),
      );
      const refused = answers.filter((answer) => answer.status !== 200);
      expect(answers.length - refused.length).to.equal(1);
      const told = refused.map(({ status, bytes }) => `${status} ${JSON.parse(bytes.toString()).code}`);
      expect(told).to.deep.equal(Array(19).fill('403 CONSENT_USED_UP'));
      const lines = await pair.connection
        .collection('accessLog')
        .find({ consentId: request.consent.id, action: 'READ_CONTENT' })
        .toArray();
      expect(lines.filter((line) => line['outcome'] === 'ALLOWED')).to.have.length(1);
      expect(lines.filter((line) => line['outcome'] === 'REFUSED')).to.have.length(19);
      expect(await eventsOf(request)).to.deep.equal(['accepted', 'used_up']);
    });

    it('of 20 reads of a five-use consent exactly five are served', async () => {
      const request = await agreed(partners[0], owners[0], { use: { maxReads: 5 } });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => at(partners, index).bytes(contentPath(request))),
      );
      expect(answers.filter((answer) => answer.status === 200)).to.have.length(5);
      expect(answers.filter((answer) => answer.status === 403)).to.have.length(15);
      const consent = (await partners[1].call('GET', `/api/v1/consents/${request.consent.id}`)).body;
      expect([consent.state, consent.use.reads]).to.deep.equal(['USED_UP', 5]);
    });

    it(`a withdrawal acknowledged here refuses the next read there, ${withdrawals} times`, async () => {
      const code = await openDossier(partners[0]);
      for (let round = 0; round < withdrawals; round += 1) {
        const request = await ask(partners[0], code);
        const given = await decide(round, request, 'accept');
        const path = contentPath({ id: request.id, items: given.body.items });
        // One read under way while she withdraws may go either way; one begun after the answer may not.
        const [withdrawn, underWay] = await Promise.all([
          decide(round, request, 'withdraw'),
          at(partners, round + 1).bytes(path),
        ]);
        expect(withdrawn.status).to.equal(200);
        expect([200, 403]).to.include(underWay.status);
        const next = await at(partners, round + 1).call('GET', path);
        expect([round, ...seen(next)]).to.deep.equal([round, 403, 'CONSENT_WITHDRAWN']);
      }
    });

    it('of agreeing and refusing one wins, the other is told so, one event', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const request = await ask(partners[0], await openDossier(partners[0]));
        const [accepted, denied] = await Promise.all([
          decide(0, request, 'accept'),
          decide(1, request, 'deny'),
        ]);
        expect([accepted.status, denied.status].toSorted((x, y) => x - y)).to.deep.equal([200, 409]);
        const loser = accepted.status === 409 ? accepted : denied;
        expect(loser.body.code).to.equal('CONSENT_ALREADY_DECIDED');
        expect(await eventsOf(request)).to.deep.equal([accepted.status === 200 ? 'accepted' : 'denied']);
      }
    });

    it('two tabs that agree to the same are both told yes, with one artefact and one event', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const request = await ask(partners[0], await openDossier(partners[0]));
        const answers = await Promise.all([0, 1, 2, 3].map((index) => decide(index, request, 'accept')));
        expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 200]);
        expect(new Set(answers.map((answer) => answer.body.expiresAt)).size).to.equal(1);
        expect(await eventsOf(request)).to.deep.equal(['accepted']);
      }
    });

    it('two tabs that agree to different documents: one wins, the other is told so', async () => {
      const other = await comparedPaper(owners[0], ha);
      const request = await ask(partners[0], await openDossier(partners[0]));
      const offered = (await owners[0].call('GET', `/api/v1/me/consents/${request.consent.id}`)).body
        .documents;
      const first = offered.find((document: Json) => document.documentId !== other.id).documentId;
      const answers = await Promise.all([
        decide(0, request, 'accept', { documentIds: [other.id] }),
        decide(1, request, 'accept', { documentIds: [first] }),
      ]);
      expect(answers.map((answer) => answer.status)).to.have.members([200, 409]);
      const items = (await partners[0].call('GET', `/api/v1/evidence-requests/${request.id}`)).body.items;
      expect(items).to.have.length(1);
      expect(items[0].documentId).to.equal(answers[0]?.status === 200 ? other.id : first);
    });

    it('citing and the owner’s deleting: either it is cited and stays, or it is gone and was not cited', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const paper = await comparedPaper(owners[0], ha);
        const request = await ask(partners[0], await openDossier(partners[0]));
        await decide(0, request, 'accept', { documentIds: [paper.id] });
        const item = { documentId: paper.id, version: 1, sha256: paper.versions[0].sha256 };
        const [cited, deleted] = await Promise.all([
          cite(0, request, item),
          owners[1].call('DELETE', `/api/v1/me/documents/${paper.id}`),
        ]);
        const { citations } = await dossier(request.dossierCode);
        if (cited.status === 201) {
          expect(seen(deleted)).to.deep.equal([409, 'DOCUMENT_IN_USE']);
          expect(citations).to.have.length(1);
          expect((await partners[1].bytes(contentPath({ ...request, items: [item] }))).status).to.equal(200);
        } else {
          expect([...seen(cited), deleted.status]).to.deep.equal([410, 'DOCUMENT_DELETED', 204]);
          expect(citations).to.deep.equal([]);
        }
      }
    });

    it('citing and closing the dossier: it is cited before or not at all, and the paper is free afterwards', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const paper = await comparedPaper(owners[0], ha);
        const request = await ask(partners[0], await openDossier(partners[0]));
        await decide(0, request, 'accept', { documentIds: [paper.id] });
        const item = { documentId: paper.id, version: 1, sha256: paper.versions[0].sha256 };
        const [cited, closed] = await Promise.all([
          cite(0, request, item),
          partners[1].call('PATCH', `/api/v1/dossiers/${request.dossierCode}`, { status: 10 }),
        ]);
        expect(closed.status).to.equal(200);
        if (cited.status !== 201) expect(seen(cited)).to.deep.equal([409, 'DOSSIER_CLOSED']);
        const { citations } = await dossier(request.dossierCode);
        expect(citations).to.have.length(cited.status === 201 ? 1 : 0);
        expect((await owners[1].call('DELETE', `/api/v1/me/documents/${paper.id}`)).status).to.equal(204);
      }
    });

    it('citing and withdrawing: a refused citation is none', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const request = await agreed(partners[0], owners[0]);
        const [cited, withdrawn] = await Promise.all([
          cite(0, request, request.items[0]),
          decide(1, request, 'withdraw'),
        ]);
        expect(withdrawn.status).to.equal(200);
        if (cited.status !== 201) expect(seen(cited)).to.deep.equal([403, 'CONSENT_WITHDRAWN']);
        expect((await dossier(request.dossierCode)).citations).to.have.length(cited.status === 201 ? 1 : 0);
        expect(seen(await cite(0, request, request.items[0]))).to.deep.equal([403, 'CONSENT_WITHDRAWN']);
      }
    });

    it('opening one code: the same dossier is 201 and 200, another owner’s is a conflict', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const path = `/api/v1/dossiers/${dossierCode()}`;
        const same = await Promise.all(
          [0, 1].map((index) =>
            at(partners, index).call('PUT', path, dossierFor('1.004222', '999300000088')),
          ),
        );
        expect(same.map((answer) => answer.status)).to.have.members([200, 201]);
        const other = `/api/v1/dossiers/${dossierCode()}`;
        const differing = await Promise.all(
          ['999300000088', '999300000089'].map((owner, index) =>
            at(partners, index).call('PUT', other, dossierFor('1.004222', owner)),
          ),
        );
        expect(differing.map((answer) => answer.status)).to.have.members([201, 409]);
      }
    });
  });
}
