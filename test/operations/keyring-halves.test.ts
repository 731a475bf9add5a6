import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HalvesFault, joinKeyring, splitKeyring } from '../../src/operations/index.js';
import { type Keyring, keyringText, loadOrCreateKeyring, withNewKey } from '../../src/storage/index.js';
import { runCli } from '../cli/run-cli.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const fresh = (): Keyring => withNewKey(withNewKey({ currentKeyId: '', keys: new Map() }));

async function faultOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof HalvesFault) return error.message;
    throw error;
  }
  return 'none';
}

describe('a keyring in two halves', () => {
  it('comes back whole from both, in either order', async () => {
    const keyring = fresh();
    const [one, two] = await splitKeyring(keyring);
    expect(keyringText(await joinKeyring([one, two]))).to.equal(keyringText(keyring));
    expect(keyringText(await joinKeyring([two, one]))).to.equal(keyringText(keyring));
  });

  it('each half alone holds no key, in no spelling, and its data look like noise', async () => {
    const keyring = fresh();
    for (const half of await splitKeyring(keyring)) {
      const data = Buffer.from((JSON.parse(half) as { data: string }).data, 'base64');
      for (const key of keyring.keys.values()) {
        expect(half).to.not.include(key.export().toString('base64'));
        expect(data.includes(key.export())).to.equal(false);
      }
      // 4096 random bytes: each value 16 times on average, hardly any more than 45 times.
      const counts = new Map<number, number>();
      for (const byte of data) counts.set(byte, (counts.get(byte) ?? 0) + 1);
      expect(Math.max(...counts.values())).to.be.lessThan(45);
    }
  });

  it('refuses the same half twice, halves of two splittings, a changed half, and another file', async () => {
    const keyring = fresh();
    const [one, two] = await splitKeyring(keyring);
    const [, otherTwo] = await splitKeyring(keyring);
    const set = (JSON.parse(one) as { set: string }).set;
    const forced = JSON.stringify({ ...(JSON.parse(otherTwo) as object), set });
    const changed = two.replace(
      /"data": "./,
      (text) => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`,
    );
    expect(await faultOf(joinKeyring([one, one]))).to.equal('both files are half 1');
    expect(await faultOf(joinKeyring([one, otherTwo]))).to.match(/different splittings/);
    expect(await faultOf(joinKeyring([one, forced]))).to.match(/do not belong together/);
    expect(await faultOf(joinKeyring([one, changed]))).to.match(/changed \(checksum\)/);
    expect(await faultOf(joinKeyring([one, keyringText(keyring)]))).to.match(
      /second file: format: is no half/,
    );
    expect(await faultOf(joinKeyring(['{', two]))).to.equal('the first file is not JSON');
  });

  it('refuses a keyring that does not read what was encrypted when it was split', async () => {
    const [one, two] = await splitKeyring(fresh());
    const [other] = await splitKeyring(fresh());
    const probes = Object.values((JSON.parse(other) as { probes: Record<string, string> }).probes);
    const withProbes = (half: string) => {
      const parsed = JSON.parse(half) as { probes: Record<string, string> };
      const names = Object.keys(parsed.probes);
      return JSON.stringify({
        ...parsed,
        probes: Object.fromEntries(names.map((name, index) => [name, probes[index]])),
      });
    };
    expect(await faultOf(joinKeyring([withProbes(one), withProbes(two)]))).to.match(
      /does not read the probe of key k-/,
    );
  });

  describe('on the command line', function () {
    this.timeout(60_000);
    let database: TestDatabase;
    let folder: string;
    before(async () => {
      database = await testDatabase();
      folder = await mkdtemp(join(tmpdir(), 'motlan-halves-'));
    });
    after(async () => {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    });

    it('is split on record, tried, and joined on a machine that has no database', async () => {
      const env = {
        NODE_ENV: 'test',
        MONGODB_URI: database.uri,
        MONGODB_DATABASE: database.name,
        DATA_DIR: folder,
      };
      const keyringFile = join(folder, 'keys', 'keyring.json');
      await loadOrCreateKeyring(keyringFile, { create: true });
      const [one, two, out] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'again.json')];
      const split = await runCli(['keys', 'split', one, two, '--operator', 'mai'], env);
      expect({ ...split, stderr: '' }).to.include({ code: 0 });
      expect((await stat(one)).mode & 0o777).to.equal(0o600);
      const again = await runCli(['keys', 'split', one, two], env);
      expect(again.code).to.equal(2);
      expect(again.stderr).to.match(/no file is overwritten/);
      const nowhere = { NODE_ENV: 'test', DATA_DIR: join(folder, 'elsewhere') };
      const tried = await runCli(['keys', 'join', two, one], nowhere);
      expect(JSON.parse(tried.stdout)).to.include({ proven: true });
      const joined = await runCli(['keys', 'join', two, one, '--out', out], nowhere);
      expect(joined.code, joined.stderr).to.equal(0);
      expect(joined.stderr).to.match(/note by hand/);
      expect(await readFile(out, 'utf8')).to.equal(await readFile(keyringFile, 'utf8'));
      const wrong = await runCli(['keys', 'join', one, keyringFile], nowhere);
      expect({ code: wrong.code, stdout: wrong.stdout }).to.deep.equal({ code: 1, stdout: '' });
      const acts = await database.connection.collection('operatorActs').find({ outcome: 'DONE' }).toArray();
      expect(acts.map(({ act, operator }) => `${act} ${operator}`)).to.deep.equal(['keys.split mai']);
    });
  });
});
