import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import type { Access, Endpoint } from '../../src/http/endpoint.js';
import { ask, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { absent, bodyOf, callAs, everything, fill, type Names, pathOf } from './named.js';
import {
  absentId,
  asPartner,
  asPerson,
  clerkOfAnotherCentre,
  likeness,
  nobody,
  send,
  type Who,
} from './support.js';

const all = describeEndpoints();
const verbs = [
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'TRACE',
  'PROPFIND',
  'MOVE',
  'PURGE',
];

describe('every endpoint, asked for what is another’s', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let real: Names;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let who: Record<
    'duc' | 'low' | 'otherAgency' | 'sameAgency' | 'otherCentre' | 'colleague' | 'mai' | 'son',
    Who
  >;
  let untouched: Json;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    const { url } = service;
    [tuyet, ha] = [await signIn(url, 'tuyet'), await signIn(url, 'ha', 'staff')];
    partner = await makePartner(service);
    who = {
      duc: asPerson('another owner', await signIn(url, 'duc')),
      low: asPerson('an owner of account level 1', await signIn(url, 'low')),
      otherAgency: asPartner('a client of another agency', await makePartner(service, { agency: 'H10' })),
      sameAgency: asPartner('another client of the agency', await makePartner(service)),
      otherCentre: asPerson('a clerk of another centre', await clerkOfAnotherCentre(service)),
      colleague: asPerson('another officer of the centre', await signIn(url, 'quang', 'staff')),
      mai: asPerson('an administrator', await signIn(url, 'mai', 'staff')),
      son: asPerson('an inspector', await signIn(url, 'son', 'staff')),
    };
    real = await fill(tuyet, ha, partner);
    untouched = await everything(service, real);
  });
  after(() => world?.end());

  /** Whoever is of the kind that an endpoint is for, and has no right to what is asked for. */
  function strangers(access: Access, endpoint: Endpoint): Who[] {
    if (access.actor === 'OWNER') return [who.duc, who.low];
    if (access.actor === 'CLIENT') {
      // A dossier, with its results, is the agency's own; a request and a consent are their asker's.
      const shared = endpoint.path.startsWith('/dossiers') || endpoint.operationId === 'openEvidenceRequest';
      return shared ? [who.otherAgency] : [who.otherAgency, who.sameAgency];
    }
    if (access.actor === 'SESSION') return [];
    const shared =
      endpoint.path.startsWith('/staff/dossiers') || endpoint.operationId === 'openEvidenceRequestAsClerk';
    return shared ? [who.otherCentre] : [who.otherCentre, who.colleague];
  }
  /** Whoever is of another kind. */
  function outsiders({ actor }: Access): Who[] {
    const kinds = {
      OWNER: [who.colleague, who.mai, who.son, who.otherAgency],
      CLIENT: [who.duc, who.otherCentre, who.mai, who.son],
      STAFF: [who.duc, who.mai, who.son, who.otherAgency],
      SESSION: [who.otherAgency],
    };
    return [nobody, ...kinds[actor]];
  }
  const namesSomething = (endpoint: Endpoint) =>
    !endpoint.path.startsWith('/directory') &&
    (endpoint.path.includes('{') || bodyOf(endpoint, absent) !== undefined);
  const title = ({ method, path }: Endpoint) => `${method.toUpperCase()} ${path}`;

  for (const endpoint of all) {
    if (namesSomething(endpoint)) {
      it(`${title(endpoint)}: nobody who has no right to it is told more than of what is not there`, async () => {
        for (const asker of [...strangers(endpoint.access, endpoint), ...outsiders(endpoint.access)]) {
          const [theirs, none] = [
            await callAs(service.url, endpoint, real, asker),
            await callAs(service.url, endpoint, absent, asker),
          ];
          const where = `${asker.name}: ${theirs.status} ${theirs.text.slice(0, 300)}`;
          expect(theirs.status, where).to.be.within(401, 422);
          expect(likeness(theirs), where).to.deep.equal(likeness(none));
          expect(theirs.headers['cache-control'], where).to.equal('no-store');
        }
      });
    } else if (endpoint.method === 'get' && endpoint.access.actor !== 'SESSION') {
      it(`${title(endpoint)}: a list of one’s own names nothing of another’s`, async () => {
        for (const asker of strangers(endpoint.access, endpoint)) {
          const answer = await callAs(service.url, endpoint, real, asker);
          expect(answer.status, asker.name).to.equal(200);
          for (const id of Object.values(real)) expect(answer.text, asker.name).to.not.include(id);
        }
        for (const asker of outsiders(endpoint.access))
          expect((await callAs(service.url, endpoint, real, asker)).status, asker.name).to.be.oneOf([
            401, 403,
          ]);
      });
    }
    if (endpoint.method === 'get') {
      it(`HEAD ${endpoint.path}: answers as GET does, without a body`, async () => {
        const askers = [
          nobody,
          ...strangers(endpoint.access, endpoint).slice(0, 1),
          ...outsiders(endpoint.access).slice(1, 2),
        ];
        for (const asker of askers) {
          const [got, head] = [
            await callAs(service.url, endpoint, real, asker),
            await callAs(service.url, endpoint, real, asker, 'head' as 'get'),
          ];
          const { text: _sent, ...like } = likeness(got);
          const { text, ...seen } = likeness(head);
          expect(text, asker.name).to.equal('');
          expect(seen, asker.name).to.deep.equal(like);
        }
      });
    }
  }

  it('a verb that a path does not have is 401 to nobody and 404 to everybody else, whatever the path names', async () => {
    const paths = new Map<string, Endpoint[]>();
    for (const endpoint of all) paths.set(endpoint.path, [...(paths.get(endpoint.path) ?? []), endpoint]);
    for (const endpoints of paths.values()) {
      const [endpoint] = endpoints;
      if (!endpoint) continue;
      const has: readonly string[] = endpoints.map(({ method }) => method.toUpperCase());
      for (const verb of verbs) {
        if (has.includes(verb) || (verb === 'HEAD' && has.includes('GET'))) continue;
        const where = `${verb} ${endpoint.path}`;
        const path = pathOf(endpoint, real);
        expect((await send(service.url, { method: verb, path })).status, where).to.equal(401);
        for (const { headers, name } of [who.duc, who.otherAgency]) {
          const answer = await send(service.url, { method: verb, path, headers });
          expect(answer.status, `${where}: ${name}`).to.equal(404);
        }
      }
    }
  });

  it('a filter by another’s document lists what a filter by none does', async () => {
    for (const query of [`documentId=${real.document}`, `documentId=${absentId}`]) {
      const answer = await send(service.url, {
        method: 'GET',
        path: `/api/v1/me/accesses?${query}`,
        ...who.duc,
      });
      expect(answer.body).to.deep.equal({ items: [], next: null });
    }
  });

  it('a cursor out of another’s list starts no reading there', async () => {
    for (const id of [real.document, real.access, real.pending]) {
      const after = Buffer.from(id, 'latin1').toString('base64url');
      for (const list of ['documents', 'consents', 'accesses']) {
        const path = `/api/v1/me/${list}?after=${after}`;
        const answer = await send(service.url, { method: 'GET', path, ...who.duc });
        expect(answer.status).to.equal(200);
        for (const one of Object.values(real)) expect(answer.text).to.not.include(one);
      }
    }
  });

  it('an owner cannot agree to a document of another owner, nor a client cite or read one under its own request', async () => {
    const agency = await makePartner(service);
    const own = await ask(agency, await openDossier(agency, '1.004222', '999085000002'));
    expect(own.state, 'Đức holds nothing').to.equal('NO_MATCH');
    const path = `/api/v1/evidence-requests/${own.id}/items`;
    const asked = async (id: string) => [
      await agency.call('GET', `${path}/${id}`),
      await agency.call('GET', `${path}/${id}/content`),
      await agency.call('POST', '/api/v1/citations', {
        evidenceRequestId: own.id,
        documentId: id,
        version: 1,
        sha256: real.sha256,
      }),
    ];
    const [theirs, none] = [await asked(real.document), await asked(absentId)];
    theirs.forEach((answer, index) => {
      expect(answer.status).to.be.within(403, 404);
      expect([answer.status, answer.body.code]).to.deep.equal([none[index]?.status, none[index]?.body.code]);
    });
  });

  it('none of it changed or made anything', async () => {
    const after = await everything(service, real);
    // What the tests above opened for themselves.
    const ours = ({ ownerId }: Json) =>
      untouched.documents.some((document: Json) => document.ownerId === ownerId);
    const oursOf = (state: typeof untouched) => ({
      ...state,
      requests: state.requests.filter(ours),
      lines: state.lines.filter(ours),
    });
    expect(oursOf(after)).to.deep.equal(oursOf(untouched));
  });

  it('the same calls are answered to those whose things they name', async () => {
    const rightful = {
      OWNER: asPerson('the owner', tuyet),
      SESSION: asPerson('the owner', tuyet),
      CLIENT: asPartner('the client', partner),
      STAFF: asPerson('the clerk', ha),
    };
    // What ends something comes last.
    const last = /deny|withdraw|revoke|delete/i;
    const ordered = all.toSorted(
      (a, b) => Number(last.test(a.operationId)) - Number(last.test(b.operationId)),
    );
    for (const endpoint of ordered.filter(namesSomething)) {
      const answer = await callAs(service.url, endpoint, real, rightful[endpoint.access.actor]);
      const refused = answer.status >= 400 && answer.status !== 409;
      expect(refused, `${title(endpoint)}: ${answer.status} ${answer.text.slice(0, 300)}`).to.equal(false);
    }
  });
});
