import { expect } from 'chai';
import { dossierCode, dossierFor, officer, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { makeWorld, type World } from '../support/service.js';

describe('the paths of an evidence request’s items', function () {
  this.timeout(30_000);
  let world: World;
  let partner: Partner;
  before(async () => {
    world = await makeWorld();
    partner = await makePartner(await world.start());
  });
  after(() => world.end());

  it('tell nothing before the owner has decided, whatever the id looks like', async () => {
    const code = dossierCode('H09.1');
    expect((await partner.call('PUT', `/api/v1/dossiers/${code}`, dossierFor('GPLX-DOI'))).status).to.equal(
      201,
    );
    // Sensitive, so consent is asked for whether or not anything is held.
    const request = await partner.call('POST', '/api/v1/evidence-requests', {
      dossierCode: code,
      componentCode: 'KHAM_SUC_KHOE',
      basis: 'CONSENT',
      purpose,
      officer,
    });
    expect(request.body.state).to.equal('CONSENT_REQUIRED');
    for (const id of ['01a2157f-e302-77e5-8a41-cebbbbb1fab5', 'whatever', '1', 'a%20b']) {
      for (const tail of ['', '/content']) {
        const path = `/api/v1/evidence-requests/${request.body.id}/items/${id}${tail}`;
        const { status, body } = await partner.call('GET', path);
        expect([path, status, body.code]).to.deep.equal([path, 403, 'CONSENT_REQUIRED']);
      }
    }
  });

  it('lead nowhere for a request that is none', async () => {
    const { status } = await partner.call('GET', '/api/v1/evidence-requests/whatever/items/1/content');
    expect(status).to.equal(404);
  });
});
