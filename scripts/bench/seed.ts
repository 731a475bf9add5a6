import { randomUUID } from 'node:crypto';
import { newId } from '../../src/platform/ids.js';
import { formAround, makePaper } from './paper.js';
import { openDossier } from './partner-read.js';
import { add } from './transfer.js';
import type { World } from './world.js';

const BATCH = 5_000;
/** Of them the one owner and the one centre that are asked for have so many. */
const OWN = 200;

type StoredRecord = Record<string, unknown> & { _id: string };

/**
 * Fills the database up to `records` documents, lines of the access log and dossiers each: copies of records that the
 * service itself wrote, written past it. All but a few hundred belong to others.
 */
export async function seed(world: World, records: number): Promise<void> {
  const owner = await world.personCalls('tuyet');
  const clerk = await world.personCalls('ha', 'staff');
  const documentId = await add(owner, formAround(makePaper(3_000)));
  await openDossier(clerk, '/api/v1/staff', '2.000815');
  const { connection } = world;
  const database = connection.getClient().db(connection.name);
  const collection = (name: string) => database.collection<StoredRecord>(name);
  const document = await collection('documents').findOne({ _id: documentId });
  const line = await collection('accessLog').findOne({ documentId });
  const dossier = await collection('dossiers').findOne({});
  if (!document || !line || !dossier) throw new Error('the service wrote no records to copy');

  const fill = async (name: string, copy: (own: boolean, serial: number) => StoredRecord) => {
    const share = Math.max(1, Math.floor(records / OWN));
    for (let done = 0; done < records; done += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, records - done) }, (_, at) =>
        copy((done + at) % share === 0, done + at),
      );
      await collection(name).insertMany(batch, { ordered: false, writeConcern: { w: 1, journal: false } });
    }
  };
  // One stored version: copied with a hash of its own, for an owner may not hold the same bytes twice.
  const [version] = document['versions'] as [Record<string, unknown>];
  await fill('documents', (own, serial) => ({
    ...document,
    _id: newId(),
    ...(own ? {} : { ownerId: randomUUID() }),
    title: `Giấy tờ số ${serial}`,
    titleFolded: `giay to so ${serial}`,
    versions: [{ ...version, sha256: randomUUID().replaceAll('-', '').repeat(2), blobKey: `none/${serial}` }],
  }));
  await fill('accessLog', (own) => ({ ...line, _id: newId(), ...(own ? {} : { ownerId: randomUUID() }) }));
  await fill('dossiers', (own, serial) => ({
    ...dossier,
    _id: newId(),
    code: `H09.27-251124-${serial}`,
    ...(own ? {} : { centre: `H${serial % 90}.${serial % 997}`, ownerId: randomUUID() }),
  }));
}
