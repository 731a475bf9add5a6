import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockDataFolder } from '../../src/platform/data-folder-lock.js';
import { ownIdentity } from '../../src/platform/process-identity.js';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const heldBy = async (holder: object) => {
    await mkdir(join(folder, 'lock'));
    await writeFile(join(folder, 'lock', '5'), JSON.stringify({ released: false, ...holder }));
  };
  const outcome = (dataDir: string) =>
    lockDataFolder(dataDir).then(
      () => 'held',
      (error: unknown) => (error instanceof Error ? error.name : 'other'),
    );

  it('of twenty callers at once one holds it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcome(folder)));
    expect(outcomes.filter((one) => one === 'held')).to.have.length(1);
    expect(outcomes.filter((one) => one === 'StartupError')).to.have.length(19);
  });

  it('of eight processes that find a dead one exactly one holds it', async function () {
    this.timeout(30_000);
    await heldBy({ pid: 2 ** 22 + 1, startedAt: 'long ago' });
    const module = join(import.meta.dirname, '../../src/platform/data-folder-lock.ts');
    const program = `const { lockDataFolder } = await import(${JSON.stringify(module)});
      await new Promise((resolve) => process.stdin.once('data', resolve));
      const won = await lockDataFolder(${JSON.stringify(folder)}).then(() => 'held', () => 'refused');
      console.log(won);
      await new Promise((resolve) => process.stdin.once('end', resolve).resume());`;
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', program], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const answers = children.map(
      (child) =>
        new Promise<string>((resolve) => child.stdout.once('data', (bytes: Buffer) => resolve(`${bytes}`))),
    );
    for (const child of children) child.stdin.write('go\n');
    const won = (await Promise.all(answers)).filter((answer) => answer.includes('held'));
    for (const child of children) child.stdin.end();
    expect(won).to.have.length(1);
  });

  it('a released lock can be taken again', async () => {
    const first = await lockDataFolder(folder);
    await first.release();
    expect(await outcome(folder)).to.equal('held');
  });

  it('a living holder is not displaced', async () => {
    await heldBy(ownIdentity());
    expect(await outcome(folder)).to.equal('StartupError');
  });

  it('a pid that came round again is not the old holder', async () => {
    await heldBy({ pid: process.pid, startedAt: 'another boot:17' });
    expect(await outcome(folder)).to.equal('held');
  });
});
