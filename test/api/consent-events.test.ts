import { expect } from 'chai';
import { makeConsents } from '../../src/consents/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const DAY_MS = 86_400_000;

describe('consent events', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    await comparedPaper(tuyet, await signIn(service.url, 'ha', 'staff'));
  });
  after(() => world.end());

  const decide = (request: Json, verb: string) =>
    tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/${verb}`, {});
  const events = async (partner: Partner, query = ''): Promise<Json> => {
    const answer = await partner.call('GET', `/api/v1/consent-events${query}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body;
  };

  it('tell every end and every acceptance, oldest first, with its consent', async () => {
    const partner = await makePartner(service);
    const denied = await ask(partner, await openDossier(partner));
    await decide(denied, 'deny');
    const withdrawn = await agreed(partner, tuyet);
    await decide(withdrawn, 'withdraw');
    const used = await agreed(partner, tuyet, { use: { maxReads: 1 } });
    await partner.bytes(contentPath(used));
    const earlier = await world.start({ clock: { now: () => new Date(Date.now() - 20 * DAY_MS) } });
    const there = partner.at(earlier.url);
    const undecided = await ask(there, await openDossier(there));
    const { expireConsents } = makeConsents({
      connection: service.connection,
      transact: (work) => inTransaction(service.connection, work),
      clock: systemClock,
      sign: async () => '',
      controller: '',
      mayShare: () => undefined,
      levels: { any: 2, sensitive: 2 },
      isSensitive: () => false,
      isAskedHerself: async () => false,
      isShareable: async () => true,
      answersFor: async () => [],
    });
    expect(await expireConsents()).to.equal(1);
    expect(await expireConsents()).to.equal(0);

    const { items, next } = await events(partner);
    expect(items.map((event: Json) => [event.sequence, event.type, event.consentId])).to.deep.equal([
      [1, 'denied', denied.consent.id],
      [2, 'accepted', withdrawn.consent.id],
      [3, 'withdrawn', withdrawn.consent.id],
      [4, 'accepted', used.consent.id],
      [5, 'used_up', used.consent.id],
      [6, 'expired', undecided.consent.id],
    ]);
    expect(next).to.equal(6);
  });

  it('are not repeated when a decision is', async () => {
    const partner = await makePartner(service);
    const request = await agreed(partner, tuyet);
    await decide(request, 'accept');
    await decide(request, 'withdraw');
    await decide(request, 'withdraw');
    expect((await decide(request, 'accept')).status).to.equal(409);
    const { items } = await events(partner);
    expect(items.map((event: Json) => event.type)).to.deep.equal(['accepted', 'withdrawn']);
  });

  it('of 20 decisions at once have the numbers 1 to 20, and no reader misses one', async () => {
    const partner = await makePartner(service);
    const code = await openDossier(partner);
    const requests: Json[] = [];
    for (let count = 0; count < 20; count += 1) requests.push(await ask(partner, code));
    const read: number[] = [];
    let after = 0;
    const readOn = async () => {
      const page = await events(partner, `?after=${after}&limit=3`);
      read.push(...page.items.map((event: Json) => event.sequence));
      expect(page.next).to.equal(page.items.at(-1)?.sequence ?? after);
      after = page.next;
      return page.items.length > 0;
    };
    const decisions = Promise.all(
      requests.map((request, index) => decide(request, index % 2 ? 'accept' : 'deny')),
    );
    for (let look = 0; look < 15; look += 1) await readOn();
    const statuses = (await decisions).map((answer) => answer.status);
    expect(statuses).to.deep.equal(Array(20).fill(200));
    while (await readOn());
    expect(read).to.deep.equal(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('of 20 first decisions for a recipient, also with reads that use consents up, leave no gap', async () => {
    const partner = await makePartner(service);
    const ready: Json[] = [];
    for (let count = 0; count < 10; count += 1)
      ready.push(await agreed(partner, tuyet, { use: { maxReads: 1 } }));
    const statuses = await Promise.all([
      ...ready.slice(0, 5).map(async (request) => (await decide(request, 'withdraw')).status),
      ...ready.slice(5).map(async (request) => (await partner.bytes(contentPath(request))).status),
    ]);
    expect(statuses).to.deep.equal(Array(10).fill(200));
    const { items } = await events(partner);
    expect(items.map((event: Json) => event.sequence)).to.deep.equal(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  it('`next` is always the last sequence seen, also on an empty page', async () => {
    const partner = await makePartner(service);
    expect(await events(partner)).to.deep.equal({ items: [], next: 0 });
    await agreed(partner, tuyet);
    expect((await events(partner, '?limit=1')).next).to.equal(1);
    expect(await events(partner, '?after=1')).to.deep.equal({ items: [], next: 1 });
  });

  it('a bad cursor or limit is refused with its name', async () => {
    const partner = await makePartner(service);
    for (const [query, pointer] of [
      ['?after=x', '?after'],
      ['?after=-1', '?after'],
      ['?after=1.5', '?after'],
      ['?after=', '?after'],
      ['?limit=0', '?limit'],
      ['?limit=101', '?limit'],
      ['?limit=', '?limit'],
      ['?limit=1e1', '?limit'],
      ['?limit=0x10', '?limit'],
      ['?limit=%205', '?limit'],
      ['?limit=1&limit=2', '?limit'],
      ['?since=1', '?since'],
    ] as const) {
      const answer = await partner.call('GET', `/api/v1/consent-events${query}`);
      expect([query, answer.status, answer.body.code]).to.deep.equal([query, 422, 'VALIDATION_FAILED']);
      expect(answer.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
    }
  });

  it('are each recipient’s own', async () => {
    const [one, other] = [await makePartner(service), await makePartner(service)];
    await agreed(one, tuyet);
    expect((await events(other)).items).to.deep.equal([]);
    await agreed(other, tuyet);
    expect((await events(other)).items.map((event: Json) => event.sequence)).to.deep.equal([1]);
  });
});
