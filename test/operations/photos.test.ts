import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { fsck, reencrypt, rotateKey } from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { connectMongo } from '../../src/platform/mongo.js';
import { runCli } from '../cli/run-cli.js';
import { type Json, type Person, signIn, type UploadFile } from '../support/person.js';
import { addPhoto, pagePhoto, photographed, savePhotos } from '../support/photos.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openParts, operatorEnv, restoreHere } from './support.js';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('what operators do, with photos that documents are made of', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let env: Record<string, string>;
  let folder: string;
  let document: string;
  let draft: string;
  let sent: UploadFile[];

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    env = operatorEnv(world, service.dataDir, {});
    folder = await mkdtemp(join(tmpdir(), 'motlan-photos-'));
    const made = await photographed(service.url, tuyet);
    document = made.id;
    draft = newId();
    const waiting = await pagePhoto('cho.jpg', 'chờ');
    expect((await addPhoto(service.url, tuyet, draft, waiting)).status).to.equal(303);
    sent = [...made.photos, waiting];
  });
  after(async () => {
    await world?.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** The photos as the store gives them. */
  const stored = async (at: Pick<RunningService, 'connection'>, withEnv: Record<string, string>) => {
    const parts = await openParts({ database: at }, withEnv);
    const photos = await at.connection.collection<Json>('documents').find({ source: 'PHOTO_PAGE' }).toArray();
    const hashes = [];
    for (const { _id, ownerId, versions } of photos) {
      const { blobKey, storedBytes } = versions[0];
      const object = await parts.blobs.get(blobKey);
      if (!object) throw new Error(`the object of photo ${_id} is gone`);
      const binding = { ownerId, documentId: _id, version: 1 };
      hashes.push(sha256Of(await buffer(parts.encryption.decrypt(object.stream, { binding, storedBytes }))));
    }
    return hashes.toSorted((a, b) => a.localeCompare(b));
  };
  const asSent = () => sent.map(({ bytes }) => sha256Of(bytes)).toSorted((a, b) => a.localeCompare(b));

  it('fsck reads them as any other object', async () => {
    const parts = await openParts(world, env);
    const findings: unknown[] = [];
    const report = await fsck(
      { ...parts, clock: systemClock },
      { content: 'all', deleteOrphans: false, onFinding: (finding) => findings.push(finding) },
    );
    expect(findings).to.deep.equal([]);
    expect(report).to.include({ objects: 4, read: 4, young: 0 });
  });

  it('a backup holds them; restored, they and the draft are whole', async () => {
    const made = await runCli(['backup', join(folder, 'backup')], env);
    expect(made.code, made.stderr).to.equal(0);
    const dataDir = join(folder, 'restored');
    await cp(join(service.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
    const database = `${world.database.name}_photos`;
    const connection = await connectMongo(world.database.uri, database);
    const there = { ...env, MONGODB_DATABASE: database, DATA_DIR: dataDir };
    const report = await restoreHere(join(folder, 'backup'), { connection, env: there });
    expect(report).to.include({ objects: 4, read: 4 });
    expect(await stored({ connection }, there)).to.deep.equal(asSent());
    await connection.dropDatabase();
    await connection.close();
  });

  it('re-encrypted under a new key they are the same', async () => {
    const before = await openParts(world, env);
    await rotateKey(before.keyringFile);
    const now = await openParts(world, env);
    await reencrypt({ ...now, oldKeyIds: [before.keyring.currentKeyId] }, { graceMs: 0 });
    const used = await service.connection.collection('documents').distinct('versions.keyId');
    expect(used).to.deep.equal([now.keyring.currentKeyId]);
    expect(await stored(service, env)).to.deep.equal(asSent());
  });

  it('what is exported of an owner has the photos of her document, and not those of a draft', async () => {
    const target = join(folder, 'export');
    const reason = ['--operator', 'mai', '--reason', 'Yêu cầu của chủ giấy tờ'];
    const done = await runCli(['export', tuyet.id, target, ...reason], env);
    expect(done.code, done.stderr).to.equal(0);
    const files = await readdir(target, { recursive: true, withFileTypes: true });
    const hashes = await Promise.all(
      files
        .filter((entry) => entry.isFile())
        .map(async (entry) => sha256Of(await readFile(join(entry.parentPath, entry.name)))),
    );
    const [first, second, waiting] = sent.map(({ bytes }) => sha256Of(bytes));
    expect(hashes).to.include.members([first, second]);
    expect(hashes).to.not.include(waiting);
  });

  it('after all of it the draft becomes a document', async () => {
    expect((await savePhotos(service.url, tuyet, draft)).status).to.equal(303);
    for (const id of [document, draft])
      expect((await tuyet.bytes(`/api/v1/me/documents/${id}/content`)).status).to.equal(200);
  });
});
