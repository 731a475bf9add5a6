import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { needJdk } from '../support/real-parts.js';
import { type ServiceProcess, startService, unusedPort } from '../support/service-process.js';
import { root, runProgram, type Told } from './run-program.js';

describe('npm run demo', function () {
  this.timeout(60_000);
  let folder: string;
  let service: ServiceProcess;
  let address: string;
  let first: Told;
  let second: Told;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-demo-test-'));
    service = startService({ DATA_DIR: join(folder, 'data'), PORT: String(await unusedPort()) });
    address = await service.ready;
    first = await demo(address);
    second = await demo(address);
  });
  after(async () => {
    service.child.kill('SIGTERM');
    await service.exited;
    await rm(folder, { recursive: true, force: true });
  });

  it('tells the whole story and ends well', () => {
    const { code, said, complained } = first;
    expect(complained).to.equal('');
    expect(code).to.equal(0);
    expect(said).to.include('CONSENT_REQUIRED').and.include('403 CONSENT_WITHDRAWN');
    expect(said).to.include('One document, three dossiers, zero photocopies.');
  });

  it('ends well again on the same data folder, having put away what the first run left', () => {
    const { code, said, complained } = second;
    expect(complained).to.equal('');
    expect(code).to.equal(0);
    expect(said).to.include('(Put away from earlier runs: 1, their dossiers closed.)');
  });

  it('fits into a terminal of 80 columns', () => {
    // An address is kept whole, however long.
    const wide = second.said.split('\n').filter((line) => line.length > 80 && !line.includes('http'));
    expect(wide).to.deep.equal([]);
  });

  it('leaves no key behind', async () => {
    const left = (await readdir(folder)).filter((name) => !name.startsWith('tsx-'));
    expect(left).to.deep.equal(['data']);
  });

  it('says in one line how to start the service when none answers', async () => {
    const { code, said, complained } = await demo(`http://127.0.0.1:${await unusedPort()}`);
    expect(code).to.equal(1);
    expect(said).to.equal('');
    expect(complained.trim().split('\n')).to.have.length(1);
    expect(complained).to.include('npm start');
  });

  it('says what it expected and what came when the command line sees another data folder', async () => {
    const { code, complained } = await demo(address, { DATA_DIR: join(folder, 'elsewhere') });
    expect(code).to.equal(1);
    expect(complained)
      .to.match(/expected: .*clients add/)
      .and.match(/came: .*No service runs on/);
  });

  it('is told with curl in the README’s tour, to be pasted', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const [, tour = ''] = readme.split('\n## A tour of ten minutes with curl\n');
    const blocks = [...(tour.split('\n## ')[0] ?? '').matchAll(/^```sh\n(.*?)^```$/gms)];
    expect(blocks).to.have.length(9);
    const script = `set -euo pipefail\n${blocks.map(([, block]) => block).join('\n')}`;
    const settings = { MOTLAN_URL: address, DATA_DIR: join(folder, 'data'), TMPDIR: folder };
    const { code, said, complained } = await runProgram('bash', ['-c', script], settings);
    expect(complained).to.equal('');
    expect(code).to.equal(0);
    expect(said).to.include('the same file');
    // Whatever is refused on the way would be in the answers.
    expect(
      said.match(/"code":"[A-Z_]{3,}"/g)?.filter((found) => found !== '"code":"RESIDENCE"'),
    ).to.deep.equal(['"code":"CONSENT_WITHDRAWN"']);
  });

  describe('the Java 8 sample for partners', () => {
    const sources = ['Es256.java', 'Json.java', 'MotlanPartner.java'].map((name) =>
      join(root, 'docs', 'partners', 'java', name),
    );
    before(async function () {
      const javac = needJdk(this);
      const options = ['-encoding', 'UTF-8', '--release', '8', '-Xlint:-options', '-d', join(folder, 'java')];
      const { code, complained } = await runProgram(javac, [...options, ...sources], {});
      expect(complained).to.equal('');
      expect(code).to.equal(0);
    });

    for (const ending of ['p12', 'pem']) {
      it(`gets a token with a .${ending}, finds what the demo left, fetches and cites it`, async () => {
        const key = join(folder, `client.${ending}`);
        const add = ['clients', 'add', 'Java', '--agency', 'H09', '--scopes', 'dossiers,evidence'];
        const motlan = [join(root, 'scripts', 'motlan.mjs'), ...add, '--key-out', key];
        const added = await runProgram(process.execPath, motlan, { DATA_DIR: join(folder, 'data') });
        const { clientId } = JSON.parse(added.said) as { clientId: string };
        const password = /shown only now: (\S+)/.exec(added.complained)?.[1] ?? '';

        const args = ['-cp', join(folder, 'java'), 'MotlanPartner', clientId, key, address];
        const { code, said, complained } = await runProgram('java', args, { MOTLAN_KEY_PASSWORD: password });
        expect(complained).to.equal('');
        expect(code).to.equal(0);
        expect(said)
          .to.match(/evidence +READY\n/)
          .and.match(/cited +at 20/);
      });
    }
  });

  /** Keys go below TMPDIR, which is the test's own folder here. */
  function demo(url: string, settings: Record<string, string> = {}): Promise<Told> {
    const own = { TMPDIR: folder, DATA_DIR: join(folder, 'data'), MOTLAN_URL: url };
    const main = join(root, 'scripts', 'demo', 'main.ts');
    return runProgram(process.execPath, ['--import=tsx', main], { ...own, ...settings });
  }
});
