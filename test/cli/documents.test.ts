import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dossierCode, dossierFor, personalIds } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, signIn } from '../support/person.js';
import { deposited, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { runCli } from './run-cli.js';

describe('motlan documents', function () {
  // Each command is a process of its own, which loads the program.
  this.timeout(60_000);
  this.slow(8000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let folder: string;
  const results: Json[] = [];
  const motlan = (...args: string[]) =>
    runCli(['documents', ...args], {
      MONGODB_URI: world.database.uri,
      MONGODB_DATABASE: world.database.name,
      DATA_DIR: join(folder, 'data'),
      PUBLIC_URL: service.url,
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    const code = dossierCode();
    const owner = { kind: 'PERSONAL_ID', value: personalIds.tuyet, name: 'Trần Thị Bông' };
    await partner.call('PUT', `/api/v1/dossiers/${code}`, dossierFor('1.004222', undefined, { owner }));
    for (let count = 0; count < 3; count += 1) results.push(await deposited(partner, code));
    await settle(partner, results[0]);
  });
  after(async () => {
    await world?.end();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('held lists what the e-ID’s name hides, by ids of paper, owner and dossier, page by page', async () => {
    expect(JSON.parse((await motlan('held')).stdout)).to.deep.equal({ items: [], next: null });
    await signIn(service.url, 'tuyet');
    const first = await motlan('held', '--limit', '2');
    const page = JSON.parse(first.stdout);
    const owner = await world.database.connection.collection('owners').findOne({});
    expect(page.items).to.deep.equal(
      results.slice(0, 2).map(({ documentId, dossierCode: code, resultCode }, index) => ({
        documentId,
        ownerId: String(owner?._id),
        dossierCode: code,
        resultCode,
        status: index === 0 ? 'VALID' : 'HIDDEN',
        disownedAt: null,
      })),
    );
    const rest = JSON.parse((await motlan('held', '--after', page.next)).stdout);
    expect(rest.items.map((item: Json) => item.documentId)).to.deep.equal([results[2].documentId]);
    expect(rest.next).to.equal(null);
    expect(first.stdout + first.stderr).to.not.match(/Trần|Tuyết|999190000001/);
  });

  it('confirm-identity shows a released paper to its owner, on record with operator and reason', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    const { documentId } = results[0];
    const path = `/api/v1/me/documents/${documentId}`;
    expect((await tuyet.call('GET', path)).status).to.equal(404);
    const why = 'Compared with the register of births';
    const run = await motlan('confirm-identity', documentId, '--reason', why, '--operator', 'son');
    expect([run.code, run.stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(run.stdout)).to.include({ documentId, status: 'VALID', shown: true });
    expect((await tuyet.call('GET', path)).status).to.equal(200);
    const [act] = await world.database.connection.collection('operatorActs').find({}).toArray();
    expect(act).to.deep.include({
      operator: 'son',
      act: 'documents.confirm-identity',
      ids: { documentId },
      reason: why,
      outcome: 'DONE',
    });
    expect(JSON.parse((await motlan('held')).stdout).items).to.have.length(2);
  });

  it('what is not held back, a missing reason and a bad limit are refused with exit code 2', async () => {
    const again = await motlan('confirm-identity', results[0].documentId, '--reason', 'x');
    expect([again.code, again.stdout]).to.deep.equal([2, '']);
    expect(again.stderr).to.equal(`ID: no document ${results[0].documentId} is held back\n`);
    const acts = await world.database.connection.collection('operatorActs').find({}).toArray();
    expect(acts.at(-1)).to.include({ outcome: 'FAILED' });
    for (const args of [
      ['confirm-identity', results[1].documentId],
      ['held', '--limit', '0'],
    ]) {
      expect((await motlan(...args)).code, args.join(' ')).to.equal(2);
    }
  });
});
