import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ServiceProcess, startService, unusedPort } from '../support/service-process.js';

const root = join(import.meta.dirname, '..', '..');

interface Told {
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

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

  /** Keys go below TMPDIR, which is the test's own folder here. */
  function demo(url: string, settings: Record<string, string> = {}): Promise<Told> {
    const child = spawn(process.execPath, ['--import=tsx', join(root, 'scripts', 'demo', 'main.ts')], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TMPDIR: folder,
        DATA_DIR: join(folder, 'data'),
        MOTLAN_URL: url,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained += text;
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, said, complained }));
    });
  }
});
