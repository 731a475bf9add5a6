import { stat } from 'node:fs/promises';
import { expect } from 'chai';
import { makeKeyUse, reencrypt, retireKey, rotateKey } from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { loadOrCreateKeyring, makeObjectEncryption } from '../../src/storage/index.js';
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
  spawnCli,
  storeSettings,
} from './support.js';

for (const kind of ['disk', 's3'] as const) {
  describe(`keys on ${kind}`, function () {
    this.timeout(90_000);
    let settings: Record<string, string>;
    let world: World;
    let service: RunningService;
    let owner: Person;
    let env: Record<string, string>;
    let parts: Awaited<ReturnType<typeof openParts>>;
    let kept: Kept[];
    let first: string;

    before(async function () {
      settings = storeSettings(kind, this);
      world = await makeWorld(settings);
      service = await world.start();
      owner = await signIn(service.url, 'tuyet');
      env = operatorEnv(world, service.dataDir, settings);
      parts = await openParts(world, env);
      first = parts.keyring.currentKeyId;
      kept = await putIn(owner, 6);
    });
    after(() => world?.end());

    const keyIdsInUse = async () =>
      (await world.database.connection.collection('documents').distinct('versions.keyId'))
        .map(String)
        .toSorted((a, b) => (a < b ? -1 : 1));
    const run = async (graceMs = 0) => {
      parts = await openParts(world, env);
      const oldKeyIds = [...parts.keyring.keys.keys()].filter((id) => id !== parts.keyring.currentKeyId);
      return await reencrypt({ ...parts, oldKeyIds }, { graceMs });
    };
    const storedKeys = async () => {
      const found = [];
      for await (const { key } of parts.blobs.list('documents/')) found.push(key);
      return found;
    };
    const retire = (keyId: string, clock = systemClock) =>
      retireKey(keyId, {
        ...parts,
        keyUse: makeKeyUse({ connection: world.database.connection, clock }),
      });

    it('rotate adds a current key, keeps the old ones, mode 600; of two at once none is lost', async () => {
      const outcomes = await Promise.allSettled([rotateKey(parts.keyringFile), rotateKey(parts.keyringFile)]);
      const made = outcomes.filter((one) => one.status === 'fulfilled').map((one) => one.value.keyId);
      const keyring = await loadOrCreateKeyring(parts.keyringFile, { create: false });
      expect([...keyring.keys.keys()]).to.deep.equal([first, ...made]);
      expect(made).to.include(keyring.currentKeyId);
      expect((await stat(parts.keyringFile)).mode & 0o777).to.equal(0o600);
    });

    it('a running service reads what a newer process wrote under a key that it does not know', async () => {
      const newer = await world.start();
      const fresh = await putIn(owner.at(newer.url), 2);
      const current = (await loadOrCreateKeyring(parts.keyringFile, { create: false })).currentKeyId;
      expect(await keyIdsInUse()).to.deep.equal([first, current].toSorted((a, b) => (a < b ? -1 : 1)));
      await expectReadable(owner, fresh);
      kept.push(...fresh);
    });

    it('re-encrypts beside the service while people read, write and delete; every byte stays', async () => {
      const state = { ended: false };
      const reading = (async () => {
        while (!state.ended) await expectReadable(owner, kept.slice(0, 4));
      })();
      const more = await putIn(owner, 2);
      const gone = kept.pop();
      const [one, two, deleted] = await Promise.all([
        run(),
        run(),
        owner.call('DELETE', `/api/v1/me/documents/${gone?.id}`),
      ]);
      state.ended = true;
      await reading;
      expect(deleted.status).to.equal(204);
      kept.push(...more);
      expect(one.switched + two.switched).to.be.within(6, 8);
      expect(one.damaged + two.damaged).to.equal(0);
      expect((await run()).switched).to.equal(0);
      expect(await storedKeys()).to.have.length(kept.length);
      await expectReadable(owner, kept);
      parts = await openParts(world, env);
      for (const { id } of kept) {
        const { keyId } = (await parts.objects.locate(id, 1)) ?? {};
        expect(keyId).to.equal(parts.keyring.currentKeyId);
      }
    });

    it('a reader that holds the old object key is given the new object', async () => {
      const { url, openVersion } = await heldReader(parts, kept[0]?.id ?? '');
      await rotateKey(parts.keyringFile);
      const done = await run();
      expect(done.switched).to.equal(kept.length);
      const bytes = Buffer.concat(await (await openVersion()).toArray());
      expect(bytes.equals(Buffer.from(kept[0]?.paper.bytes ?? [])), url).to.equal(true);
    });

    it('a damaged object is left as it is, and named', async () => {
      const [made] = await putIn(owner, 1);
      const id = made?.id ?? '';
      await world.database.connection
        .collection<{ _id: string }>('documents')
        .updateOne({ _id: id }, { $set: { 'versions.0.sha256': '0'.repeat(64) } });
      const before = await parts.objects.locate(id, 1);
      const names: string[] = [];
      const oldKeyIds = [before?.keyId ?? ''];
      const done = await reencrypt(
        { ...parts, oldKeyIds },
        { graceMs: 0, onDamaged: (key) => names.push(key) },
      );
      expect(done).to.include({ damaged: 1 });
      expect(names).to.deep.equal([before?.blobKey]);
      expect(await parts.objects.locate(id, 1)).to.deep.equal(before);
      expect((await owner.call('DELETE', `/api/v1/me/documents/${id}`)).status).to.equal(204);
      await run();
    });

    it('retire refuses the current key, one that is in use and one that a process writes under', async () => {
      parts = await openParts(world, env);
      await expectRefusal(retire(parts.keyring.currentKeyId), /is the current key/);
      await expectRefusal(retire('k-nothere'), /There is no key/);
      // Both services were started under keys that are old by now.
      await expectRefusal(retire(first), /A process still writes under/);
      await putIn(owner, 1);
      const later = { now: () => new Date(Date.now() + 11 * 60_000) };
      await expectRefusal(retire(first, later), /Objects are still under/);
      await run();
      const { keptIn } = await retire(first, later);
      const left = await loadOrCreateKeyring(parts.keyringFile, { create: false });
      expect([...left.keys.keys()]).to.not.include(first);
      const apart = await loadOrCreateKeyring(keptIn, { create: false });
      expect([...apart.keys.keys()]).to.deep.equal([first]);
      expect((await stat(keptIn)).mode & 0o777).to.equal(0o600);
    });

    it('a process with an old copy of the keyring, whose current key is retired, does not start', async () => {
      const { connection } = world.database;
      const uses = makeKeyUse({ connection, clock: systemClock });
      await expectRefusal(uses.begin(first), /was retired: this copy of the keyring is old/);
      const running = await connection.collection('keyUse').countDocuments();
      expect(running).to.equal(2);
      const use = await uses.begin(parts.keyring.currentKeyId);
      expect(await uses.lastSeen(parts.keyring.currentKeyId)).to.be.a('date');
      await use.end();
    });

    if (kind === 'disk') {
      it('killed in the middle of re-encryption it goes on where it was, and a sweep finds no loss', async () => {
        // Of a process that knows the keyring as it is now.
        const { url } = await world.start();
        owner = owner.at(url);
        const many = await putIn(owner, 120, 800);
        const rotated = await runCli(['keys', 'rotate', '--operator', 'mai'], env);
        expect(rotated.code, rotated.stderr).to.equal(0);
        const killed = await killWhenSaid(spawnCli(['keys', 'reencrypt'], env), /objects encrypted anew/);
        expect(killed).to.equal(true);
        parts = await openParts(world, env);
        const { current, previous } = {
          current: parts.keyring.currentKeyId,
          previous: JSON.parse(rotated.stdout).previousKeyId,
        };
        expect(await keyIdsInUse()).to.include.members([current, previous]);
        await expectReadable(owner, many.slice(0, 5));
        await run();
        await expectReadable(owner, [...kept, ...many]);
        const sound = JSON.parse((await runCli(['fsck', '--content'], env)).stdout);
        expect(sound.faults).to.include({ MISSING: 0, WRONG_LENGTH: 0, DAMAGED: 0, UNKNOWN_KEY: 0 });
        const acts = await world.database.connection.collection('operatorActs').find({}).toArray();
        expect(acts.map(({ act, operator }) => `${act} ${operator}`)).to.include('keys.rotate mai');
      });
    }
  });
}

async function heldReader(parts: Awaited<ReturnType<typeof openParts>>, id: string) {
  const { makeOpenVersion } = await import('../../src/documents/index.js');
  const document = await parts.objects.byId(id);
  const [version] = document?.versions ?? [];
  if (!document || !version) throw new Error('no such document');
  const reload = () => loadOrCreateKeyring(parts.keyringFile, { create: false });
  const encryption = makeObjectEncryption(parts.keyring, { reload });
  const open = makeOpenVersion({ blobs: parts.blobs, encryption, locate: parts.objects.locate });
  // What a reader looks at of a version is in it.
  return { url: version.blobKey, openVersion: () => open(document, version as Parameters<typeof open>[1]) };
}

async function expectRefusal(act: Promise<unknown>, words: RegExp): Promise<void> {
  const error = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(String(error)).to.match(words);
}
