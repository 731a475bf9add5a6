import { expect } from 'chai';
import { makeAudit } from '../../src/audit/index.js';
import { loadCatalogue } from '../../src/catalogue/index.js';
import { makeConsents } from '../../src/consents/index.js';
import { makeDocumentsStore } from '../../src/documents/index.js';
import { makeDossiersStore, makeFindDossier } from '../../src/dossiers/index.js';
import { makeEvidence } from '../../src/evidence/index.js';
import type { ClientActor } from '../../src/platform/actor.js';
import { AppError } from '../../src/platform/app-error.js';
import { systemClock as clock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import type { Transact } from '../../src/platform/transaction.js';
import { agreed, comparedPaper } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

/** The narrow moment that a race over HTTP seldom meets: looked at, withdrawn, used. */
describe('a consent that is withdrawn between the look at it and its use', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    tuyet = await signIn(service.url, 'tuyet');
    await comparedPaper(tuyet, await signIn(service.url, 'ha', 'staff'));
  });
  after(() => world.end());

  /** Use cases on the same database, for which the owner withdraws right after they looked. */
  const evidenceWith = (request: Json) => {
    const { connection } = service;
    const transact: Transact = (work) => inTransaction(connection, work);
    const documents = makeDocumentsStore(connection);
    const dossiers = makeDossiersStore(connection);
    const consents = makeConsents({
      connection,
      transact,
      clock,
      sign: async () => '',
      controller: '',
      mayShare: () => undefined,
      levels: { any: 2, sensitive: 2 },
      isSensitive: () => false,
      isAskedHerself: async () => false,
      isShareable: async () => true,
      answersFor: async () => [],
    });
    return makeEvidence({
      connection,
      transact,
      clock,
      ...makeAudit({ connection, clock }),
      notify: async () => undefined,
      ...consents,
      findConsent: async (id) => {
        const found = await consents.findConsent(id);
        const withdrawn = await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/withdraw`, {});
        expect(withdrawn.status).to.equal(200);
        return found;
      },
      catalogue: loadCatalogue('config'),
      dossiers,
      findDossier: makeFindDossier({ dossiers }),
      findDocument: documents.byId,
      countCitation: documents.countCitation,
      matchDocuments: async () => ({ matches: [], waiting: false, reasons: [] }),
      identityFits: async () => true,
      openVersion: () => Promise.reject(new Error('no byte may be opened')),
      sign: async () => 'signed',
      scanning: false,
    });
  };
  const actor = (): ClientActor => ({
    kind: 'CLIENT',
    id: partner.clientId,
    name: 'HTTTGQTTHC',
    agency: 'H09',
    scopes: ['evidence'],
    procedures: null,
    returnUrls: [],
    tokenExpiresAt: new Date(),
  });
  const codeOf = async (use: Promise<unknown>): Promise<string> => {
    try {
      await use;
      return 'served';
    } catch (error) {
      return error instanceof AppError ? error.code : String(error);
    }
  };
  const lastLine = async (): Promise<Json> =>
    (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items[0];

  it('serves no byte, and the refusal is in the log', async () => {
    const request = await agreed(partner, tuyet);
    const read = evidenceWith(request).readItemContent({
      actor: actor(),
      requestId: request.id,
      documentId: request.items[0].documentId,
      conditions: { ifNoneMatch: undefined, range: undefined, ifRange: undefined },
    });
    expect(await codeOf(read)).to.equal('CONSENT_WITHDRAWN');
    expect(await lastLine()).to.include({ action: 'READ_CONTENT', refusalCode: 'CONSENT_WITHDRAWN' });
  });

  it('makes no citation, and the refusal is in the log', async () => {
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    const cite = evidenceWith(request).citeItem({
      actor: actor(),
      id: newId(),
      evidenceRequestId: request.id,
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
    });
    expect(await codeOf(cite)).to.equal('CONSENT_WITHDRAWN');
    expect(await lastLine()).to.include({ action: 'CITE', refusalCode: 'CONSENT_WITHDRAWN' });
    const dossier = (await partner.call('GET', `/api/v1/dossiers/${request.dossierCode}`)).body;
    expect(dossier.citations).to.deep.equal([]);
  });
});
