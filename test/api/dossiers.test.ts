import { expect } from 'chai';
import { dossierCode, dossierFor, officer, personalIds, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('dossiers of a procedure system', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let ha: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    ha = await signIn(service.url, 'ha', 'staff');
  });
  after(() => world.end());

  const put = (code: string, body: Json = dossierFor('1.004222'), by: Partner = partner) =>
    by.call('PUT', `/api/v1/dossiers/${code}`, body);
  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const faults = (answer: ApiAnswer<Json>) => {
    expect(seen(answer)).to.deep.equal([422, 'VALIDATION_FAILED']);
    return answer.body.errors.map((fault: Json) => fault.pointer);
  };

  describe('are opened', () => {
    it('with 201, a Location, and every component of the procedure; with 200 the second time', async () => {
      const code = dossierCode();
      const first = await put(code);
      expect(first.status).to.equal(201);
      expect(first.headers.get('location')).to.equal(`/api/v1/dossiers/${code}`);
      expect(first.body).to.deep.include({
        code,
        agencyCode: 'H09.27',
        procedureCode: '1.004222',
        submittedOn: '2025-11-25',
        channel: 1,
        status: 1,
        citations: [],
        results: [],
        alerts: [],
      });
      expect(first.body.components.map((component: Json) => component.componentCode)).to.deep.equal([
        'CT01',
        'CHO_O_HOP_PHAP',
        'QUAN_HE_NHAN_THAN',
      ]);
      const second = await put(code);
      expect(second.status).to.equal(200);
      expect(second.body).to.deep.equal(first.body);
    });

    it('once per code: another owner or another procedure is a conflict, and leaves no trace of the other', async () => {
      const code = dossierCode();
      await put(code);
      const before = await world.database.connection.collection('owners').countDocuments();
      expect(seen(await put(code, dossierFor('1.004222', '999300000077')))).to.deep.equal([
        409,
        'DOSSIER_CONFLICT',
      ]);
      expect(seen(await put(code, dossierFor('1.013229')))).to.deep.equal([409, 'DOSSIER_CONFLICT']);
      expect(await world.database.connection.collection('owners').countDocuments()).to.equal(before);
    });

    it('by a code in its old form too, which is another spelling of the same province', async () => {
      const code = dossierCode('000.00.00.H09');
      expect((await put(code)).status).to.equal(201);
      expect((await partner.call('GET', `/api/v1/dossiers/${code}`)).status).to.equal(200);
      const old = await makePartner(service, { agency: '000.00.00.H09' });
      expect((await old.call('GET', `/api/v1/dossiers/${code}`)).status).to.equal(200);
    });

    for (const [kind, owner] of Object.entries({
      PERSONAL_ID: { value: '999300000001' },
      OLD_ID: { value: '280999001' },
      TAX: { value: '3709999002' },
      PASSPORT: { value: 'C9990001', country: 'VN' },
      ORG_CODE: { value: 'HTX-999.1' },
    })) {
      it(`for an owner known by ${kind}, the same one at the next dossier`, async () => {
        const body = dossierFor('1.004222', '', { owner: { kind, ...owner } });
        const opened = await put(dossierCode(), body);
        expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
        expect(opened.body.owner).to.include({ kind, value: owner.value });
        const code = dossierCode();
        await put(code, body);
        expect((await put(code, body)).status).to.equal(200);
      });
    }

    it('twice at the same moment: one 201, the others 200, one dossier, one owner', async () => {
      const code = dossierCode();
      const body = dossierFor('1.004222', '999300000055');
      const answers = await Promise.all(Array.from({ length: 8 }, () => put(code, body)));
      expect(answers.map((answer) => answer.status)).to.have.members([...Array(7).fill(200), 201]);
      expect(new Set(answers.map((answer) => answer.body.createdAt)).size).to.equal(1);
    });
  });

  describe('are refused', () => {
    it('when the code is none, with a pointer to it', async () => {
      for (const code of [
        'H09.1-251125',
        'H09.1-251325-0001',
        'H09.1-250230-0001',
        'H09.1-251125-001',
        'h09.1-251125-0001',
        'H9-251125-0001',
        '000.00.00.H9-251125-0001',
        'H09..1-251125-0001',
      ]) {
        expect(faults(await put(code)), code).to.deep.equal(['/code']);
      }
    });

    it('when a field is faulty, each with its pointer', async () => {
      const body = {
        procedureCode: '',
        owner: { kind: 'PERSONAL_ID', value: '12' },
        submittedOn: '2025-02-29',
        channel: 4,
        agencyCode: 'x',
        extra: 1,
      };
      expect(faults(await put(dossierCode(), body))).to.have.members([
        '/procedureCode',
        '/owner/value',
        '/submittedOn',
        '/channel',
        '/agencyCode',
        '/extra',
      ]);
    });

    for (const [what, more, pointer] of [
      ['an unknown procedure', { procedureCode: '9.999999' }, '/procedureCode'],
      ['no owner', { owner: undefined }, '/owner'],
      ['an owner of no known kind', { owner: { kind: 'NAME', value: '1' } }, '/owner/kind'],
      [
        'a tax code with a wrong check digit',
        { owner: { kind: 'TAX', value: '3709999003' } },
        '/owner/value',
      ],
      [
        'a passport without its country',
        { owner: { kind: 'PASSPORT', value: 'C1234567' } },
        '/owner/country',
      ],
      [
        'a country for a personal ID',
        { owner: { kind: 'PERSONAL_ID', value: personalIds.tuyet, country: 'VN' } },
        '/owner/country',
      ],
      [
        'a birth date that does not exist',
        { owner: { kind: 'PERSONAL_ID', value: personalIds.tuyet, birthDate: '1990-02-30' } },
        '/owner/birthDate',
      ],
      ['a day of submission that is no date', { submittedOn: '25/11/2025' }, '/submittedOn'],
      ['a day of submission of no year of ours', { submittedOn: '0025-11-25' }, '/submittedOn'],
      ['a channel as text', { channel: '1' }, '/channel'],
      ['no receiving agency', { agencyCode: undefined }, '/agencyCode'],
    ] as const) {
      it(`with ${what}`, async () => {
        const code = dossierCode();
        expect(faults(await put(code, dossierFor('1.004222', undefined, more)))).to.deep.equal([pointer]);
        expect((await partner.call('GET', `/api/v1/dossiers/${code}`)).status).to.equal(404);
      });
    }

    it('without a body, or with one that is no JSON, as 400', async () => {
      const path = `/api/v1/dossiers/${dossierCode()}`;
      expect(seen(await partner.call('PUT', path))).to.deep.equal([400, 'BODY_MALFORMED']);
      const broken = await partner.bytes(path, {});
      expect(broken.status).to.equal(404);
    });

    it('when the code’s agency, or the receiving one, is not the caller’s or below it', async () => {
      for (const agency of ['H10.1', 'G01', 'H0', 'H091']) {
        const answer = await put(`${agency}-251125-0001`);
        expect(answer.status, agency).to.equal(422);
        if (agency === 'H10.1' || agency === 'G01')
          expect(answer.body.code, agency).to.equal('AGENCY_MISMATCH');
      }
      const elsewhere = dossierFor('1.004222', undefined, { agencyCode: 'H10.27' });
      expect(seen(await put(dossierCode(), elsewhere))).to.deep.equal([422, 'AGENCY_MISMATCH']);
      const commune = await makePartner(service, { agency: 'H09.2' });
      expect(seen(await put(dossierCode('H09.27'), undefined, commune))).to.deep.equal([
        422,
        'AGENCY_MISMATCH',
      ]);
      expect((await put(dossierCode('H09.2.1'), undefined, commune)).status).to.equal(201);
    });
  });

  describe('belong to their agency', () => {
    it('of another agency a dossier is 404, whether it exists or not, for every act', async () => {
      const other = await makePartner(service, { agency: 'H10' });
      const there = dossierCode();
      await put(there);
      for (const code of [there, dossierCode(), 'nonsense']) {
        const answers = [
          await other.call('GET', `/api/v1/dossiers/${code}`),
          await other.call('PATCH', `/api/v1/dossiers/${code}`, { status: 4 }),
          await other.call('PATCH', `/api/v1/dossiers/${code}`, { status: 'x' }),
          await other.call('POST', '/api/v1/evidence-requests', {
            dossierCode: code,
            componentCode: 'CHO_O_HOP_PHAP',
            basis: 'CONSENT',
            purpose,
            officer,
          }),
          await other.call('POST', `/api/v1/dossiers/${code}/results/${code}-KQ1/release`),
        ];
        for (const answer of answers) expect(seen(answer), code).to.deep.equal([404, 'DOSSIER_NOT_FOUND']);
      }
      const putThere = await put(there, undefined, other);
      const putElsewhere = await put(dossierCode(), undefined, other);
      expect(seen(putThere)).to.deep.equal(seen(putElsewhere));
    });

    it('a client of H09 and the clerk of the receiving centre H09.27 work on the same one', async () => {
      const code = dossierCode();
      await put(code);
      const same = await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, dossierFor('1.004222'));
      expect(same.status).to.equal(200);
      await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status: 4 });
      expect((await ha.call('GET', `/api/v1/staff/dossiers/${code}`)).body.status).to.equal(4);

      const hers = dossierCode('H09.27');
      expect(
        (await ha.call('PUT', `/api/v1/staff/dossiers/${hers}`, dossierFor('2.000815'))).status,
      ).to.equal(201);
      expect((await put(hers, dossierFor('2.000815'))).status).to.equal(200);
    });

    it('a clerk opens for her own centre alone, and sees no other centre’s', async () => {
      const elsewhere = { agencyCode: 'H09.5' };
      const code = dossierCode();
      await put(code, dossierFor('1.004222', undefined, elsewhere));
      expect(seen(await ha.call('GET', `/api/v1/staff/dossiers/${code}`))).to.deep.equal([
        404,
        'DOSSIER_NOT_FOUND',
      ]);
      for (const [its, more] of [
        [dossierCode('H09.27'), elsewhere],
        [dossierCode('H09.1'), {}],
        [code, elsewhere],
      ] as const) {
        const refused = await ha.call(
          'PUT',
          `/api/v1/staff/dossiers/${its}`,
          dossierFor('1.004222', undefined, more),
        );
        expect(seen(refused), its).to.deep.equal([422, 'AGENCY_MISMATCH']);
      }
    });
  });

  describe('move on', () => {
    for (const status of [3, 7, 8, 10]) {
      it(`to ${status}, which closes: no new request, no other status; the same again is the same answer`, async () => {
        const code = dossierCode();
        await put(code);
        const closed = await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status });
        expect([closed.status, closed.body.status, closed.body.closed]).to.deep.equal([200, status, true]);
        expect((await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status })).status).to.equal(200);
        const again = await partner.call('PATCH', `/api/v1/dossiers/${code}`, {
          status: status === 3 ? 4 : 3,
        });
        expect(seen(again)).to.deep.equal([409, 'DOSSIER_CLOSED']);
        const asked = await partner.call('POST', '/api/v1/evidence-requests', {
          dossierCode: code,
          componentCode: 'CHO_O_HOP_PHAP',
          basis: 'CONSENT',
          purpose,
          officer,
        });
        expect(seen(asked)).to.deep.equal([409, 'DOSSIER_CLOSED']);
      });
    }

    it('through the others, which leave it open', async () => {
      const code = dossierCode();
      await put(code);
      for (const status of [2, 4, 5, 6, 9, 1]) {
        const moved = await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status });
        expect([moved.status, moved.body.status, moved.body.closed]).to.deep.equal([200, status, false]);
      }
    });

    it('to the same closing status from several calls at once: all get the same answer', async () => {
      const code = dossierCode();
      await put(code);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => partner.call('PATCH', `/api/v1/dossiers/${code}`, { status: 10 })),
      );
      expect(answers.map((answer) => answer.status)).to.deep.equal(Array(6).fill(200));
    });

    it('not to a status that is none', async () => {
      const code = dossierCode();
      await put(code);
      for (const body of [{ status: 0 }, { status: 11 }, { status: '3' }, {}, { status: 3, x: 1 }]) {
        const answer = await partner.call('PATCH', `/api/v1/dossiers/${code}`, body);
        expect(answer.status, JSON.stringify(body)).to.equal(422);
      }
    });
  });
});
