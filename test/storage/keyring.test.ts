import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { ConfigError } from '../../src/platform/config.js';
import { loadOrCreateKeyring } from '../../src/storage/keyring-file.js';

const key = () => randomBytes(32).toString('base64');

describe('keyring file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-keyring-'));
    path = join(folder, 'keyring.json');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function faultsOf(content: string): Promise<readonly string[]> {
    await writeFile(path, content);
    const failure = await loadOrCreateKeyring(path, { create: true }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(ConfigError);
    expect(await readFile(path, 'utf8')).to.equal(content);
    // Checked two lines above.
    return (failure as ConfigError).faults;
  }

  it('reads several keys and which one is current', async () => {
    await writeFile(path, JSON.stringify({ current: 'k2', keys: { k1: key(), k2: key() } }));
    const keyring = await loadOrCreateKeyring(path, { create: false });
    expect(keyring.currentKeyId).to.equal('k2');
    expect([...keyring.keys.keys()]).to.deep.equal(['k1', 'k2']);
  });

  it('is made once, for its owner alone, and read again after that', async () => {
    const inFolder = join(folder, 'new', 'keyring.json');
    const first = await loadOrCreateKeyring(inFolder, { create: true });
    expect((await stat(inFolder)).mode & 0o777).to.equal(0o600);
    expect(await readdir(join(folder, 'new'))).to.deep.equal(['keyring.json']);
    const second = await loadOrCreateKeyring(inFolder, { create: true });
    expect(second.currentKeyId).to.equal(first.currentKeyId);
  });

  it('is the same for all that make it at once', async () => {
    const keyrings = await Promise.all(
      Array.from({ length: 8 }, async () => await loadOrCreateKeyring(path, { create: true })),
    );
    const keys = keyrings.map(({ currentKeyId, keys }) =>
      keys.get(currentKeyId)?.export().toString('base64'),
    );
    expect(new Set(keys).size).to.equal(1);
    expect(keys[0]).to.be.a('string');
    expect(await readdir(folder)).to.deep.equal(['keyring.json']);
  });

  it('is not made unless asked for', async () => {
    const failure = await loadOrCreateKeyring(path, { create: false }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ConfigError);
    expect(String(failure)).to.contain(path).and.contain('does not exist');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('names every fault with its field, and never a key', async () => {
    const short = randomBytes(31).toString('base64');
    const faults = await faultsOf(
      JSON.stringify({ current: 'k 1', keys: { k1: short, k2: 'not base64!', 'k/3': key() }, extra: 1 }),
    );
    const all = faults.join('\n');
    expect(faults.every((fault) => fault.startsWith(`KEYRING_FILE: ${path}: `))).to.equal(true);
    for (const field of ['current: ', 'keys.k1: ', 'keys.k2: ', 'keys.k/3: ', 'the file: '])
      expect(all).to.contain(field);
    expect(all).not.to.contain(short);
    expect(all).not.to.contain('not base64');
  });

  it('refuses what is no keyring, and leaves it as it is', async () => {
    const secret = key();
    for (const content of [
      '',
      '{',
      '[]',
      'null',
      '{}',
      `{"current":"k1","keys":{"k1":"${secret}"}`,
      `{"current":"k1","keys":{}}`,
    ]) {
      const faults = await faultsOf(content);
      expect(faults, content).not.to.have.length(0);
      expect(faults.join('\n')).not.to.contain(secret.slice(0, 8));
    }
    expect((await faultsOf(JSON.stringify({ current: 'k9', keys: { k1: key() } }))).join()).to.contain('k9');
    expect((await faultsOf(JSON.stringify({ current: 'toString', keys: { k1: key() } }))).join()).to.contain(
      'current',
    );
  });

  it('says why a file cannot be read or made', async () => {
    await mkdir(path);
    for (const create of [true, false]) {
      const failure = await loadOrCreateKeyring(path, { create }).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(ConfigError);
      expect(String(failure)).to.contain('EISDIR');
    }
    await writeFile(join(folder, 'file'), '');
    const under = await loadOrCreateKeyring(join(folder, 'file', 'keyring.json'), { create: true }).catch(
      String,
    );
    expect(under).to.contain('ENOTDIR');
    await chmod(folder, 0o700);
  });

  it('shows no key when it is printed', async () => {
    const secret = key();
    await writeFile(path, JSON.stringify({ current: 'k1', keys: { k1: secret } }));
    const keyring = await loadOrCreateKeyring(path, { create: false });
    const hex = Buffer.from(secret, 'base64').toString('hex');
    const printed = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify([...keyring.keys]);
    for (const form of [secret, hex, hex.slice(0, 12)]) expect(printed).not.to.contain(form);
  });
});
