import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadOrCreateKeyring } from '../../src/storage/index.js';
import { runCli } from '../cli/run-cli.js';

describe('the operators’ tools where no service runs', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-stopped-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('start the data folder’s own database, and stop it again', async () => {
    const settings = process.env['MONGOD_PATH'] ? { MONGOD_PATH: process.env['MONGOD_PATH'] } : {};
    const env = (name: string) => ({ NODE_ENV: 'test', DATA_DIR: join(folder, name), ...settings });
    await loadOrCreateKeyring(join(folder, 'old', 'keys', 'keyring.json'), { create: true });
    await cp(join(folder, 'old', 'keys'), join(folder, 'new', 'keys'), { recursive: true });
    const made = await runCli(['backup', join(folder, 'backup')], env('old'));
    expect(made.code, made.stderr).to.equal(0);
    const restored = await runCli(['restore', join(folder, 'backup')], env('new'));
    expect(restored.code, restored.stderr).to.equal(0);
    expect(JSON.parse(restored.stdout)).to.include({ sound: true, versions: 0 });
    // The database was let go each time: the same folder opens again.
    const again = await runCli(['fsck'], env('old'));
    expect(again.code, again.stderr).to.equal(0);
  });
});
