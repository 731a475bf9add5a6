import { expect } from 'chai';
import { openEvidenceSchema } from '../../src/evidence/evidence.schemas.js';
import { type EvidenceStore, makeEvidenceStore } from '../../src/evidence/evidence.store.js';
import type { EvidenceRequest } from '../../src/evidence/evidence-request.js';
import { newId } from '../../src/platform/ids.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

describe('the officer in an evidence request', () => {
  let database: TestDatabase;
  let store: EvidenceStore;
  before(async () => {
    database = await testDatabase();
    store = makeEvidenceStore(database.connection);
  });
  after(() => database.drop());

  for (const officer of [
    { id: 'cb-0142', name: 'Trương Gia Bảo', position: 'Cán bộ thụ lý' },
    { kind: 'SYSTEM', id: 'nightly', name: 'Đối soát', position: '' },
  ]) {
    it(`${officer.kind ?? 'without a kind'}: is kept as the partner named it`, async () => {
      const body = openEvidenceSchema.parse({
        dossierCode: 'H09.1-251125-0001',
        componentCode: 'CHO_O_HOP_PHAP',
        basis: 'CONSENT',
        purpose: { code: 'RESIDENCE', text: 'Đăng ký thường trú' },
        officer,
      });
      const request: EvidenceRequest = {
        id: newId(),
        openedBy: { kind: 'CLIENT', id: newId() },
        dossierId: newId(),
        dossierCode: body.dossierCode,
        procedureCode: '1.004222',
        componentCode: body.componentCode,
        ownerId: newId(),
        basis: body.basis,
        legalGround: null,
        catalogueGround: null,
        purpose: body.purpose,
        officer: body.officer,
        state: 'NO_MATCH',
        items: [],
        reasons: [],
        consentId: null,
        createdAt: new Date(),
      };
      await inTransaction(database.connection, (session) => store.insert(request, session));
      expect((await store.byId(request.id))?.officer).to.deep.equal({
        kind: 'PERSON',
        ...officer,
      });
    });
  }
});
