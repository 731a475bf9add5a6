import { watch } from 'node:fs';
import { expect } from 'chai';
import { documents } from '../faults/support/ledger.js';
import { storedObjects } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const MINUTE = 60_000;

/** A process that stood still, as on a suspended machine: its next look at the clock finds it moved on. */
describe('a record that comes long after its object', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  /** What each further look at the clock adds, once the object is being put. */
  let stoodStillMs = 0;
  let standing = false;

  before(async () => {
    world = await makeWorld();
    service = await world.start({
      clock: { now: () => new Date(Date.now() + (standing ? stoodStillMs : 0)) },
    });
  });
  after(() => world.end());

  const uploadWhileStandingStill = async (ms: number): Promise<{ status: number; body: Json }> => {
    const tuyet = await signIn(service.url, 'tuyet');
    stoodStillMs = ms;
    // The object's put is the first thing that makes a file below the data folder's objects.
    const watcher = watch(service.dataDir, { recursive: true }, (_event, name) => {
      if (name?.toString().startsWith('objects')) standing = true;
    });
    try {
      return await tuyet.upload(documents, { typeCode: 'OTHER' }, pdfPaper());
    } finally {
      watcher.close();
      standing = false;
    }
  };

  it('after half an hour is not written: 503, no record, no object, and the next try is taken', async () => {
    const late = await uploadWhileStandingStill(31 * MINUTE);
    expect(`${late.status} ${late.body.code}`).to.equal('503 STORAGE_UNAVAILABLE');
    expect(await service.connection.collection('documents').countDocuments()).to.equal(0);
    expect(await storedObjects(service.dataDir)).to.deep.equal([]);
    const inTime = await uploadWhileStandingStill(0);
    expect(inTime.status).to.equal(201);
  });
});
