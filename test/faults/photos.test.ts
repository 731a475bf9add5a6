import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { newId } from '../../src/platform/ids.js';
import { eicar } from '../documents/intake/support/made-files.js';
import { becomes, storedObjects } from '../support/leftovers.js';
import type { Json, Person } from '../support/person.js';
import { addPhoto, pagePhoto, savePhotos } from '../support/photos.js';
import { absent } from '../support/real-parts.js';
import { faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { type OwnClamd, ownClamd } from './support/own-clamd.js';

describe('faults: photos that become a document', function () {
  this.timeout(120_000);
  let clamd: OwnClamd;
  let world: FaultWorld;
  let tuyet: Person;

  before(async function () {
    const own = await ownClamd('20M');
    if (!own) return absent(this, 'clamd: install it (Debian: clamav-daemon)');
    clamd = own;
    const [mongo] = await Promise.all([faultMongo(), clamd.start()]);
    world = await makeFaultWorld(mongo.uri, {
      SCANNER: 'clamd',
      CLAMD_HOST: '127.0.0.1',
      CLAMD_PORT: String(clamd.port),
    });
    tuyet = await world.signIn('tuyet');
  });
  after(async () => {
    await world?.end();
    await clamd?.end();
  });

  const records = () => world.connection.collection<Json>('documents');
  const photosOf = (of: string) => records().find({ 'photo.of': of, deletedAt: null }).toArray();
  const add = async (of: string, words: string, tail: Uint8Array = new Uint8Array()) => {
    const photo = await pagePhoto(`${words}.jpg`, words);
    return addPhoto(world.url, tuyet, of, { ...photo, bytes: Buffer.concat([photo.bytes, tail]) });
  };
  /** An answer, or nothing where the service was killed before it came. */
  const tried = <Answer>(answer: Promise<Answer>) => answer.catch(() => null);

  it('an infected photo is refused and leaves nothing', async () => {
    const objects = await storedObjects(world.dataDir);
    const of = newId();
    const refused = await add(of, 'thử', eicar());
    expect([refused.status, refused.text.includes('mã độc')]).to.deep.equal([422, true]);
    expect(await photosOf(of)).to.deep.equal([]);
    expect(await storedObjects(world.dataDir)).to.deep.equal(objects);
    const owner = await world.connection.collection<Json>('owners').findOne({ _id: tuyet.id });
    expect(owner?.usedBytes ?? 0).to.equal(0);
  });

  it('without the scanner photos wait: neither shown nor joined before they were scanned, never when infected', async () => {
    await clamd.kill();
    const [clean, infected] = [newId(), newId()];
    expect((await add(clean, 'sạch')).status).to.equal(303);
    expect((await add(infected, 'thử', eicar())).status).to.equal(303);
    for (const of of [clean, infected]) {
      const [photo] = await photosOf(of);
      expect((await tuyet.bytes(`/photos/${of}/pages/${photo?._id}`)).status).to.equal(409);
      expect((await savePhotos(world.url, tuyet, of)).status).to.equal(409);
    }
    await clamd.start();
    await becomes(async () => {
      await world.connection
        .collection<Json>('jobs')
        .updateOne({ _id: 'rescan' }, { $set: { nextRunAt: new Date(0) } });
      const states = await Promise.all(
        [clean, infected].map(async (of) => (await photosOf(of))[0]?.versions[0].scan.state),
      );
      expect(states).to.deep.equal(['CLEAN', 'INFECTED']);
    }, 45_000);
    const refused = await savePhotos(world.url, tuyet, infected);
    expect([refused.status, refused.text.includes('mã độc')]).to.deep.equal([422, true]);
    expect((await savePhotos(world.url, tuyet, clean)).status).to.equal(303);
    await checkInvariants(world);
  });

  it('killed with -9 at moments of adding and of saving: what was taken is there, and it becomes one document', async () => {
    for (let round = 0; round < 4; round += 1) {
      const of = newId();
      expect((await add(of, 'một')).status).to.equal(303);
      const adding = tried(add(of, 'hai'));
      await wait(Math.random() * 250);
      await world.kill();
      const added = await adding;
      await world.start();
      await becomes(async () => {
        const count = (await photosOf(of)).length;
        expect(count).to.be.within(added?.status === 303 ? 2 : 1, 2);
      });

      const saving = tried(savePhotos(world.url, tuyet, of));
      await wait(Math.random() * 1200);
      await world.kill();
      await saving;
      await world.start();
      // What the killed process left open in the database is given up by the server in its time.
      await becomes(async () => {
        const { status, text } = await savePhotos(world.url, tuyet, of);
        expect(status, text.slice(0, 2000)).to.equal(303);
      }, 30_000);
      const made = await records().find({ _id: of }).toArray();
      const photos = await photosOf(of);
      expect(made.map(({ status, versions }) => [status, versions[0].pages])).to.deep.equal([
        ['VALID', photos.length],
      ]);
      expect(photos.map(({ photo }) => photo.joined)).to.deep.equal(photos.map(() => true));
      expect((await tuyet.bytes(`/api/v1/me/documents/${of}/content`)).status).to.equal(200);
    }
    await checkInvariants(world);
  });
});
