import { expect } from 'chai';
import { makePartner, type Partner } from '../support/partner.js';
import type { Json } from '../support/person.js';
import { makeWorld, type World } from '../support/service.js';

const dutyProcedures = [
  '1.001193',
  '1.000894',
  '1.004873',
  '1.000656',
  '1.004222',
  '1.004194',
  '2.000815',
  '1.013229',
];
const consentProcedures = ['1.001612', 'GPLX-DOI', '3.000333', '1.001699'];

describe('the directory of procedures', function () {
  this.timeout(30_000);
  let world: World;
  let partner: Partner;
  before(async () => {
    world = await makeWorld();
    partner = await makePartner(await world.start(), { scopes: ['dossiers'] });
  });
  after(() => world.end());

  const procedure = async (code: string, language = 'vi'): Promise<Json> => {
    const found = await partner.call('GET', `/api/v1/directory/procedures/${code}`, undefined, {
      'accept-language': language,
    });
    expect(found.status, code).to.equal(200);
    return found.body;
  };
  const components = async (codes: readonly string[]): Promise<Json[]> =>
    (await Promise.all(codes.map((code) => procedure(code)))).flatMap(({ code, components: all }) =>
      all.map((component: Json) => ({ procedure: code, ...component })),
    );

  it('P1-P7 and P10: exactly what may come from the store may be read by duty, on an article', async () => {
    for (const component of await components(dutyProcedures)) {
      const name = `${component.procedure} ${component.componentCode}`;
      const fromStore = component.accepts.length > 0;
      expect(component.statutoryDuty !== null, name).to.equal(fromStore);
      if (fromStore) expect(component.statutoryDuty.legalGround, name).to.match(/^Luật .+, Điều \d+/);
    }
  });

  it('all other procedures: by consent alone', async () => {
    const others = await components(consentProcedures);
    expect(others.filter((component) => component.statutoryDuty !== null)).to.deep.equal([]);
    expect(others.filter((component) => component.accepts.length > 0)).to.have.length(6);
  });

  it('one land certificate fits 2.000815, 1.004222 and 1.013229, the latter two from PHOTO_COMPARED', async () => {
    const leastOf = async (code: string, componentCode: string): Promise<string> =>
      (await procedure(code)).components
        .find((component: Json) => component.componentCode === componentCode)
        .accepts.find((accepted: Json) => accepted.typeCode === 'LAND_CERTIFICATE').leastTrustClass;
    expect(await leastOf('2.000815', 'BAN_CHINH')).to.equal('SELF_UPLOADED');
    expect(await leastOf('1.004222', 'CHO_O_HOP_PHAP')).to.equal('PHOTO_COMPARED');
    expect(await leastOf('1.013229', 'QUYEN_SU_DUNG_DAT')).to.equal('PHOTO_COMPARED');
  });

  it('2.000815 has one component, which takes every type from SELF_UPLOADED', async () => {
    const { components: all } = await procedure('2.000815');
    expect(all).to.have.length(1);
    const codes = all[0].accepts.map((accepted: Json) => accepted.typeCode);
    const types = [
      'OTHER',
      'ID_CARD',
      'BIRTH_CERTIFICATE',
      'LAND_CERTIFICATE',
      'MEDICAL_RECORDS',
      'CRIMINAL_RECORD',
      'DEATH_NOTICE',
    ];
    expect(codes).to.include.members(types);
    expect(new Set(codes).size).to.equal(28);
    expect(new Set(all[0].accepts.map((accepted: Json) => accepted.leastTrustClass))).to.deep.equal(
      new Set(['SELF_UPLOADED']),
    );
  });

  it('the divorce paper of 1.000894 and the authority letter of 1.001612 want PHOTO_COMPARED', async () => {
    const accepted = (await components(['1.000894', '1.001612'])).flatMap((component) => component.accepts);
    for (const typeCode of ['DIVORCE_JUDGMENT', 'AUTHORITY_LETTER']) {
      expect(accepted).to.deep.include({ typeCode, leastTrustClass: 'PHOTO_COMPARED' });
    }
  });

  it('speaks Vietnamese, or English when asked', async () => {
    expect((await procedure('1.004222')).name).to.equal('Đăng ký thường trú');
    const english = await procedure('1.004222', 'en');
    expect(english.name).to.equal('Registration of permanent residence');
    expect(english.components[1].name).to.equal('Proof of lawful dwelling');
    expect(english.components[1].ifRefused).to.match(/counter/);
  });

  it('an unknown procedure is 404; without the scope it is 403, without a token 401', async () => {
    const unknown = await partner.call('GET', '/api/v1/directory/procedures/9.999999');
    expect([unknown.status, unknown.body.code]).to.deep.equal([404, 'PROCEDURE_NOT_FOUND']);
    const service = await world.start();
    const other = await makePartner(service, { scopes: ['evidence', 'results'] });
    const refused = await other.call('GET', '/api/v1/directory/procedures/1.004222');
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'SCOPE_MISSING']);
    const nobody = await fetch(`${service.url}/api/v1/directory/procedures/1.004222`);
    expect([nobody.status, nobody.headers.get('www-authenticate')]).to.deep.equal([
      401,
      'Bearer error="invalid_token"',
    ]);
  });
});
