import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { runCli } from './run-cli.js';

describe('motlan mandates', function () {
  this.timeout(60_000);
  this.slow(8000);
  let world: World;
  let service: RunningService;
  let folder: string;
  let tuyet: Person;
  const motlan = (...args: string[]) =>
    runCli(['--operator', 'mai', 'mandates', ...args], {
      MONGODB_URI: world.database.uri,
      MONGODB_DATABASE: world.database.name,
      DATA_DIR: join(folder, 'data'),
      PUBLIC_URL: service.url,
    });
  const records = (name: string, filter: Json): Promise<Json[]> =>
    world.database.connection.collection<Json>(name).find(filter).toArray();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    world = await makeWorld();
    service = await world.start();
    await signIn(service.url, 'duc');
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(async () => {
    await world?.end();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('end one, with what was given by it, on record with operator and reason; both sides are told', async () => {
    const [own] = await records('mandates', { kind: 'LEGAL_REPRESENTATIVE' });
    const { ownerId, personId, _id: id } = own ?? {};
    await world.database.connection.collection<Json>('mandates').insertOne({
      ...own,
      _id: 'given',
      kind: 'DELEGATE',
      source: 'GRANTED',
      personId: tuyet.id,
      through: id,
    });
    const listed = JSON.parse((await motlan('list', ownerId)).stdout).items;
    expect(listed.map((one: Json) => one.id)).to.have.members([id, 'given']);
    expect(JSON.stringify(listed)).to.not.match(/Đức|Gốm/);

    const ended = await motlan('end', id, '--reason', 'Quyết định của Toà án');
    expect(ended.code, ended.stderr).to.equal(0);
    expect(JSON.parse(ended.stdout).ended).to.have.members([id, 'given']);
    expect(JSON.parse((await motlan('list', ownerId)).stdout)).to.deep.equal({ items: [] });
    const [act] = await records('operatorActs', { act: 'mandates.end' });
    expect(act).to.deep.include({ operator: 'mai', ids: { mandateId: id }, outcome: 'DONE' });
    const lines = await records('accessLog', { ownerId, action: 'MANDATE', 'actor.kind': 'OPERATOR' });
    expect(lines).to.have.length(2);
    const told = await records('notices', { kind: 'MANDATE_CHANGED', key: `mandate:${id}:end` });
    expect(told.map((one) => one['ownerId'])).to.have.members([ownerId, personId]);

    const again = await motlan('end', id, '--reason', 'x');
    expect([again.code, again.stderr.includes('NOT_FOUND')]).to.deep.equal([1, true]);
    expect((await motlan('end', id)).code, 'without a reason').to.equal(2);
  });
});
