import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '../cli/run-cli.js';
import { openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { type Kept, operatorEnv, putIn } from './support.js';

describe('export of an owner', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let owner: Person;
  let env: Record<string, string>;
  let folder: string;
  let kept: Kept[];
  let hidden: string;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    owner = await signIn(service.url, 'tuyet');
    env = operatorEnv(world, service.dataDir, {});
    folder = await mkdtemp(join(tmpdir(), 'motlan-export-'));
    kept = await putIn(owner, 3);
    await putIn(await signIn(service.url, 'duc'), 1);
    const partner = await makePartner(service);
    const code = await openDossier(partner);
    const fields = { typeCode: 'LAND_CERTIFICATE', number: '1', issuerName: 'X', issuedOn: '2025-11-25' };
    const deposited = await partner.upload(`/api/v1/dossiers/${code}/results`, fields, pdfPaper());
    expect(deposited.status, JSON.stringify(deposited.body)).to.equal(201);
    hidden = deposited.body.documentId;
  });
  after(async () => {
    await world?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const linesOf = async (name: string): Promise<Json[]> => {
    const text = await readFile(join(folder, 'out', name), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  it('holds her papers bit for bit, hers alone, each with its line in her log', async () => {
    const out = join(folder, 'out');
    const args = ['export', owner.id, out, '--reason', 'Yêu cầu của chủ giấy tờ', '--operator', 'mai'];
    const { code, stdout, stderr } = await runCli(args, env);
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ folder: out, documents: 3, files: 3, withheld: 0 });
    expect((await stat(out)).mode & 0o777).to.equal(0o700);
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).to.include({ format: 'motlan-export', formatVersion: 1, ownerId: owner.id });
    for (const { file, sha256, bytes } of manifest.written) {
      const content = await readFile(join(out, file));
      expect(content.length).to.equal(bytes);
      expect(createHash('sha256').update(content).digest('hex')).to.equal(sha256);
      expect((await stat(join(out, file))).mode & 0o777).to.equal(0o600);
    }
    const [head, ...documents] = await linesOf('documents.jsonl');
    expect(head).to.deep.equal({ format: 'motlan-export', formatVersion: 1, kind: 'documents' });
    for (const { id, paper } of kept) {
      const { files, ...view } = documents.find((one) => one.id === id);
      const { body } = await owner.call('GET', `/api/v1/me/documents/${id}`);
      expect(view).to.deep.equal(body);
      expect((await readFile(join(out, files[0]))).equals(Buffer.from(paper.bytes))).to.equal(true);
    }
    const log = (await owner.call('GET', '/api/v1/me/accesses?limit=100')).body.items as Json[];
    const seen = log.filter(({ actor }) => actor.kind === 'OPERATOR');
    expect(seen.map(({ documentId }) => documentId)).to.have.members(kept.map(({ id }) => id));
    expect(seen[0]).to.deep.include({
      action: 'DOWNLOAD',
      purpose: { code: 'EXPORT', text: 'Yêu cầu của chủ giấy tờ' },
    });
    const page = await owner.browser.open(`${service.url}/accesses`);
    expect(page.status).to.equal(200);
    expect(await page.text()).to.include('mai');
    const act = await world.database.connection.collection('operatorActs').findOne({ act: 'export' });
    expect(act).to.deep.include({ operator: 'mai', outcome: 'DONE', ids: { ownerId: owner.id } });
  });

  it('says nothing of a result that she may not know of yet, nor where objects lie', async () => {
    for (const name of ['documents.jsonl', 'access-log.jsonl', 'consents.jsonl', 'owner.jsonl']) {
      const text = JSON.stringify(await linesOf(name));
      expect(text).to.not.include(hidden);
      expect(text).to.not.match(/blobKey|keyId|storedBytes/);
    }
  });

  it('refuses without a reason, a folder that exists and an owner who does not', async () => {
    const { code, stderr } = await runCli(['export', owner.id, join(folder, 'more')], env);
    expect(code).to.equal(2);
    expect(stderr).to.match(/--reason: is needed/);
    const again = await runCli(['export', owner.id, join(folder, 'out'), '--reason', 'x'], env);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.match(/EEXIST/);
    const nobody = await runCli(['export', 'nobody', join(folder, 'none'), '--reason', 'x'], env);
    expect({ code: nobody.code, stderr: nobody.stderr }).to.deep.equal({
      code: 1,
      stderr: 'There is no owner nobody.\n',
    });
  });
});
