import { Readable } from 'node:stream';
import { expect } from 'chai';
import { type Finding, fsck, isSound, makeSweepOrphans } from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { runCli } from '../cli/run-cli.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openParts, operatorEnv, putIn, storeSettings } from './support.js';

const twoHoursAhead = { now: () => new Date(Date.now() + 2 * 60 * 60_000) };

for (const kind of ['disk', 's3'] as const) {
  describe(`fsck on ${kind}`, function () {
    this.timeout(60_000);
    let settings: Record<string, string>;
    let world: World;
    let service: RunningService;
    let owner: Person;
    let parts: Awaited<ReturnType<typeof openParts>>;

    before(async function () {
      settings = storeSettings(kind, this);
      world = await makeWorld(settings);
      service = await world.start();
      owner = await signIn(service.url, 'tuyet');
      parts = await openParts(world, operatorEnv(world, service.dataDir, settings));
    });
    after(() => world?.end());

    const look = async (
      content: 'all' | 'none' = 'none',
      deleteOrphans = false,
      blobs = parts.blobs,
      clock = systemClock,
    ) => {
      const findings: Finding[] = [];
      const report = await fsck(
        { ...parts, blobs, clock },
        { content, deleteOrphans, onFinding: (finding) => findings.push(finding) },
      );
      return { report, findings: findings.map(({ fault, key }) => `${fault} ${key}`) };
    };
    /** A store whose objects were all put there two hours ago, by its own clock. */
    const aged = () => ({
      ...parts.blobs,
      async *list(prefix: string) {
        for await (const info of parts.blobs.list(prefix))
          yield { ...info, storedAt: new Date(info.storedAt.getTime() - 2 * 60 * 60_000) };
      },
    });
    const put = (key: string, bytes: Buffer) =>
      parts.blobs.put(key, bytes.length, () => Readable.from([bytes], { objectMode: false }));

    it('finds nothing wrong with what people put in and deleted, contents included', async () => {
      const kept = await putIn(owner, 4);
      const gone = await owner.call('DELETE', `/api/v1/me/documents/${kept[0]?.id}`);
      expect(gone.status).to.equal(204);
      const { report, findings } = await look('all');
      expect(findings).to.deep.equal([]);
      expect(report).to.include({ documents: 3, versions: 3, objects: 3, read: 3, young: 0 });
      expect(isSound(report)).to.equal(true);
    });

    it('finds a missing, a shortened, a changed and an exchanged object', async () => {
      const ids = (await putIn(owner, 5)).map(({ id }) => id);
      const keys = [];
      for (const id of ids) keys.push((await parts.objects.locate(id, 1))?.blobKey ?? '');
      const [missing = '', short = '', changed = '', exchanged = '', other = ''] = keys;
      const bytesOf = async (key: string) => {
        const object = await parts.blobs.get(key);
        return Buffer.concat((await object?.stream.toArray()) ?? []);
      };
      const [a, b, c] = [await bytesOf(short), await bytesOf(changed), await bytesOf(other)];
      for (const key of [missing, short, changed, exchanged]) await parts.blobs.delete(key);
      await put(short, a.subarray(1));
      b.writeUInt8(b.readUInt8(b.length - 40) ^ 1, b.length - 40);
      await put(changed, b);
      await put(exchanged, c);
      expect((await look()).findings.toSorted()).to.deep.equal(
        [`MISSING ${missing}`, `WRONG_LENGTH ${short}`].toSorted(),
      );
      const { report, findings } = await look('all');
      expect(findings.toSorted()).to.deep.equal(
        [
          `MISSING ${missing}`,
          `WRONG_LENGTH ${short}`,
          `DAMAGED ${changed}`,
          `DAMAGED ${exchanged}`,
        ].toSorted(),
      );
      expect(isSound(report)).to.equal(false);
      await world.database.connection
        .collection<{ _id: string }>('documents')
        .deleteMany({ _id: { $in: ids } });
      for (const key of keys) await parts.blobs.delete(key);
    });

    it('lists an object without a record only once it is older than an hour, and deletes when told', async () => {
      const key = `documents/${newId()}/${newId()}/1-${newId()}`;
      await put(key, Buffer.from('left behind'));
      const young = await look();
      expect(young.findings).to.deep.equal([]);
      expect(young.report.young).to.equal(1);
      // Our own clock being ahead makes nothing old.
      expect((await look('none', true, parts.blobs, twoHoursAhead)).report.deleted).to.equal(0);
      const old = await look('none', false, aged());
      expect(old.findings).to.deep.equal([`ORPHAN ${key}`]);
      expect(await parts.blobs.head(key)).to.not.equal(null);
      const deleted = await look('none', true, aged());
      expect(deleted.report).to.include({ deleted: 1, orphanBytes: 11 });
      expect(await parts.blobs.head(key)).to.equal(null);
      expect((await look('all')).findings).to.deep.equal([]);
    });

    it('the sweep removes old orphans and keeps all that a record names', async () => {
      const before = (await look()).report.objects;
      await put(`documents/${newId()}/${newId()}/1-${newId()}`, Buffer.from('left behind'));
      await put(`documents/0/${newId()}/1-${newId()}`, Buffer.from('left behind'));
      const sweep = makeSweepOrphans({ objects: parts.objects, blobs: parts.blobs, clock: systemClock });
      expect(await sweep()).to.equal(0);
      const old = makeSweepOrphans({ objects: parts.objects, blobs: aged(), clock: systemClock });
      expect((await Promise.all([old(), old()])).reduce((sum, count) => sum + count)).to.be.greaterThan(1);
      expect((await look('all')).report).to.include({ objects: before, young: 0 });
    });

    it('the command prints its findings and one JSON value, exit code 1 when something is wrong', async () => {
      const env = operatorEnv(world, service.dataDir, settings);
      const sound = await runCli(['fsck', '--content'], env);
      expect({ code: sound.code, stderr: sound.stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(JSON.parse(sound.stdout)).to.include({ sound: true, versions: 3 });
      const [kept] = await putIn(owner, 1);
      const key = (await parts.objects.locate(kept?.id ?? '', 1))?.blobKey ?? '';
      await parts.blobs.delete(key);
      const broken = await runCli(['fsck'], env);
      expect(broken.code).to.equal(1);
      expect(broken.stderr).to.include(`MISSING ${key}`);
      expect(JSON.parse(broken.stdout)).to.include({ sound: false });
      const careless = await runCli(['fsck', '--delete-orphans'], env);
      expect(careless.code).to.equal(2);
      expect(careless.stderr).to.match(/needs --yes/);
    });
  });
}
