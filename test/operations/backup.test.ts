import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  backup,
  isSound,
  makeDatabaseCopy,
  objectsFolder,
  prepareBackupFolder,
  reencrypt,
  rotateKey,
} from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { connectMongo } from '../../src/platform/mongo.js';
import { makeBlobStore } from '../../src/storage/index.js';
import { runCli } from '../cli/run-cli.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import {
  expectReadable,
  type Kept,
  killWhenSaid,
  openParts,
  operatorEnv,
  putIn,
  restoreHere,
  serveOn,
  spawnCli,
  storeSettings,
} from './support.js';

for (const kind of ['disk', 's3'] as const) {
  describe(`backup and restore on ${kind}`, function () {
    this.timeout(120_000);
    let settings: Record<string, string>;
    let world: World;
    let service: RunningService;
    let owner: Person;
    let env: Record<string, string>;
    let folder: string;
    const cleanUp: (() => Promise<unknown>)[] = [];

    before(async function () {
      settings = storeSettings(kind, this);
      world = await makeWorld(settings);
      service = await world.start();
      owner = await signIn(service.url, 'tuyet');
      env = operatorEnv(world, service.dataDir, settings);
      folder = await mkdtemp(join(tmpdir(), 'motlan-backup-'));
    });
    after(async () => {
      for (const act of cleanUp) await act();
      await world?.end();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    /** An empty database and an empty store with a copy of the keys, as on a new machine. */
    const elsewhere = async (name: string) => {
      const dataDir = join(folder, name);
      await cp(join(service.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
      const database = `${world.database.name}_${name}`;
      const connection = await connectMongo(world.database.uri, database);
      cleanUp.push(async () => {
        await connection.dropDatabase();
        await connection.close();
      });
      return {
        connection,
        env: {
          ...env,
          MONGODB_DATABASE: database,
          DATA_DIR: dataDir,
          ...(settings['S3_BUCKET'] ? { S3_BUCKET: `${settings['S3_BUCKET']}-${name}` } : {}),
        },
      };
    };
    const everything = async (at: { connection: World['database']['connection'] }, kept: Kept[]) => {
      const records = await at.connection
        .collection<{ _id: string; versions: { sha256: string }[] }>('documents')
        .find({})
        .toArray();
      return kept.filter(({ id }) => records.some((record) => record._id === id));
    };

    it('takes all that was acknowledged before it began, while people upload; restored it is equal', async () => {
      const before = await putIn(owner, 12, 30_000);
      const run = runCli(['backup', join(folder, 'first')], env);
      const state = { ended: false, during: [] as Kept[] };
      const uploading = (async () => {
        while (!state.ended) state.during.push(...(await putIn(owner, 1)));
      })();
      const made = await run;
      state.ended = true;
      await uploading;
      expect({ code: made.code, stdout: made.stdout.split('\n').length }, made.stderr).to.deep.equal({
        code: 0,
        stdout: 2,
      });
      expect(made.stderr).to.match(/keyring \(k-\w+\) is not in the backup/);
      const summary = JSON.parse(made.stdout);
      expect(summary).to.deep.include({ missing: [] });
      expect((await stat(join(folder, 'first'))).mode & 0o777).to.equal(0o700);
      const names = await readdir(join(folder, 'first'), { recursive: true });
      expect(names.some((name) => /keyring|signing|session/.test(name))).to.equal(false);

      const target = await elsewhere('one');
      const restored = await runCli(['restore', join(folder, 'first'), '--operator', 'mai'], target.env);
      expect(restored.code, restored.stderr).to.equal(0);
      expect(JSON.parse(restored.stdout)).to.include({ sound: true, objects: summary.objects });
      const present = await everything(target, [...before, ...state.during]);
      expect(present).to.include.members(before);
      expect(present.length).to.equal(summary.objects);
      // Another service on what was restored, with another session: it reads every paper bit for bit.
      const running = await serveOn(target, 'tuyet');
      await expectReadable(running.owner, present);
      await running.stop();
      const acts = await target.connection.collection('operatorActs').find({ act: 'restore' }).toArray();
      expect(acts.map(({ operator, outcome }) => `${operator} ${outcome}`)).to.deep.equal(['mai DONE']);
      const indexes = async (connection: World['database']['connection']) =>
        (await connection.collection('documents').indexes()).map(({ name }) => name);
      expect(await indexes(target.connection)).to.have.members(await indexes(world.database.connection));
    });

    it('what is deleted or encrypted anew while it runs is restored as it was afterwards', async () => {
      const kept = await putIn(owner, 4);
      const gone = await putIn(owner, 2);
      await prepareBackupFolder(join(folder, 'second'));
      const parts = await openParts(world, env);
      let begun = false;
      const meanwhile = async () => {
        if (begun) return;
        begun = true;
        for (const { id } of gone)
          expect((await owner.call('DELETE', `/api/v1/me/documents/${id}`)).status).to.equal(204);
        await rotateKey(parts.keyringFile);
        const now = await openParts(world, env);
        await reencrypt({ ...now, oldKeyIds: [parts.keyring.currentKeyId] }, { graceMs: 0 });
      };
      const blobs = {
        ...parts.blobs,
        get: async (key: string) => {
          await meanwhile();
          return await parts.blobs.get(key);
        },
      };
      const target = await makeBlobStore(
        { kind: 'disk', folder: objectsFolder(join(folder, 'second')) },
        { createBucket: false },
      );
      const manifest = await backup(
        join(folder, 'second'),
        { blobs, target, database: makeDatabaseCopy(world.database.connection), clock: systemClock },
        { parallel: 1 },
      );
      expect(manifest.missing).to.deep.equal([]);
      expect(manifest.later.find(({ name }) => name === 'documents')?.documents).to.be.greaterThan(5);
      const other = await elsewhere('two');
      expect(isSound(await restoreHere(join(folder, 'second'), other))).to.equal(true);
      const running = await serveOn(other, 'tuyet');
      await expectReadable(running.owner, kept);
      for (const { id } of gone)
        expect((await running.owner.call('GET', `/api/v1/me/documents/${id}`)).status).to.equal(404);
      await running.stop();
      const owners = (connection: World['database']['connection']) =>
        connection
          .collection('owners')
          .find({}, { projection: { usedBytes: 1, usedDocuments: 1 } })
          .toArray();
      expect(await owners(other.connection)).to.deep.equal(await owners(world.database.connection));
      const line = { documentId: gone[0]?.id, action: 'DELETE' };
      expect(await other.connection.collection('accessLog').countDocuments(line)).to.equal(1);
    });

    it('refuses a target that is not empty, a missing key, a changed file, a changed object', async () => {
      const refused = (path: string, to: Parameters<typeof restoreHere>[1]) =>
        restoreHere(path, to).then(
          () => 'restored',
          (error: unknown) => String(error),
        );
      const first = join(folder, 'first');
      expect(await refused(first, { connection: world.database.connection, env })).to.match(
        /A service runs on this database/,
      );
      const target = await elsewhere('three');
      await rm(join(target.env.DATA_DIR, 'keys', 'keyring.json'));
      expect(await refused(first, target)).to.match(/keyring\.json: does not exist/);
      await cp(join(service.dataDir, 'keys'), join(target.env.DATA_DIR, 'keys'), { recursive: true });
      await target.connection.collection('owners').insertOne({ name: 'x' });
      expect(await refused(first, target)).to.match(/The database is not empty \(owners\)/);
      await target.connection.collection('owners').deleteMany({});
      await cp(first, join(folder, 'changed'), { recursive: true });
      await appendFile(join(folder, 'changed', 'database', 'owners.bson'), 'x');
      expect(await refused(join(folder, 'changed'), target)).to.match(/owners\.bson .* was changed/);
      await cp(join(first, 'database'), join(folder, 'changed', 'database'), { recursive: true });
      const [line = ''] = (await readFile(join(first, 'objects.jsonl'), 'utf8')).split('\n');
      const { key } = JSON.parse(line) as { key: string };
      const path = join(folder, 'changed', 'objects', key);
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(300) ^ 1, 300);
      await writeFile(path, bytes);
      expect(await refused(join(folder, 'changed'), target)).to.match(/is not the one of the backup/);
      expect(await target.connection.collection('documents').countDocuments()).to.equal(0);
      // What this left behind is no obstacle to going on with the right one.
      expect(isSound(await restoreHere(first, target, { resume: true }))).to.equal(true);
      expect(await refused(join(folder, 'nowhere'), target)).to.match(/holds no whole backup/);
    });

    if (kind === 'disk') {
      it('killed in the middle it is no backup; run again it becomes one', async () => {
        const kept = await putIn(owner, 60, 40_000);
        const path = join(folder, 'killed');
        const killed = await killWhenSaid(spawnCli(['backup', path], env), /documents: \d+ records/);
        expect(killed).to.equal(true);
        const target = await elsewhere('four');
        const early = await restoreHere(path, target).catch(String);
        expect(early).to.match(/interrupted has none: run it again/);
        const again = await runCli(['backup', path], env);
        expect(again.code, again.stderr).to.equal(0);
        expect(await prepareBackupFolder(path).catch(String)).to.match(/holds a whole backup already/);
        const restoring = spawnCli(['restore', path], target.env);
        expect(await killWhenSaid(restoring, /objects\n/)).to.equal(true);
        expect(isSound(await restoreHere(path, target, { resume: true }))).to.equal(true);
        expect(await everything(target, kept)).to.have.length(60);
      });
    }
  });
}
