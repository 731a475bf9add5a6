import { join } from 'node:path';
import { expect } from 'chai';
import { currentVersionOf } from '../../src/documents/document.js';
import { makeDocumentsStore, makeOpenVersion, makeStoredObjectsStore } from '../../src/documents/index.js';
import { AppError } from '../../src/platform/app-error.js';
import {
  type BlobStore,
  loadOrCreateKeyring,
  makeBlobStore,
  makeObjectEncryption,
} from '../../src/storage/index.js';
import { pdfPaper } from '../support/papers.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('what a reader finds who read the record a moment ago', () => {
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let blobs: BlobStore;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    const folder = join(service.dataDir, 'objects');
    blobs = await makeBlobStore({ kind: 'disk', folder }, { createBucket: false });
  });
  after(() => world?.end());

  /** A reader who holds the record of a new paper, and opens it later. */
  const reader = async () => {
    const { body } = await tuyet.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, pdfPaper());
    const document = await makeDocumentsStore(service.connection).byId(body.id);
    if (!document) throw new Error('not put in');
    const keyring = await loadOrCreateKeyring(join(service.dataDir, 'keys', 'keyring.json'), {
      create: false,
    });
    const open = makeOpenVersion({
      blobs,
      encryption: makeObjectEncryption(keyring, { reload: async () => keyring }),
      locate: makeStoredObjectsStore(service.connection).locate,
    });
    const version = currentVersionOf(document);
    return { id: document.id, blobKey: version.blobKey, open: () => open(document, version) };
  };
  const refusal = (opened: Promise<unknown>) =>
    opened.then(
      () => 'opened',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );

  it('its bytes, or that it is not there any more, once its owner deleted it', async () => {
    const { id, open } = await reader();
    expect((await (await open()).toArray()).length).to.be.greaterThan(0);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${id}`)).status).to.equal(204);
    expect(await refusal(open())).to.equal('DOCUMENT_NOT_FOUND');
  });

  it('damage, where the object of a kept paper is missing', async () => {
    const { blobKey, open } = await reader();
    await blobs.delete(blobKey);
    expect(await refusal(open())).to.equal('CONTENT_DAMAGED');
  });
});
