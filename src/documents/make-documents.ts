import type { Connection } from 'mongoose';
import type { AccessLog, FileMistake, LogPageLook } from '../audit/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { FileOpener } from '../foreign-bytes/index.js';
import type { Notify } from '../notices/index.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { BlobStore } from '../storage/blob-store.js';
import type { ObjectEncryption } from '../storage/object-encryption.js';
import { makeAddDocument } from './add-document.js';
import { type AlertCitingDossiers, makeAddVersion } from './add-version.js';
import { makeChangeDocument } from './change-document.js';
import { makeDeleteDocument } from './delete-document.js';
import {
  type AlertOrigin,
  type DisownDocument,
  makeDisownDocument,
  type TellOfDisowned,
} from './disown-document.js';
import type { DocumentUseCases } from './documents.routes.js';
import type { DocumentsStore } from './documents.store.js';
import type { ExamineFile, ReceiveUpload, TakeOwnFile } from './intake/received-file.js';
import {
  makeGetDocument,
  makeListDocuments,
  makeOpenOwnDocument,
  makePagesOf,
  makeTitlesOf,
  type OpenOwnDocument,
  type PagesOf,
  type TitlesOf,
} from './list-documents.js';
import { type MergeCopies, makeMergeCopies } from './merge-copies.js';
import { makeExpirePhotos } from './photos/arrange-photos.js';
import { makePhotos, type PhotoUse } from './photos/make-photos.js';
import { makeBringBack, makePutAside, type PutAside } from './put-aside.js';
import type { OwnerQuota } from './quota.js';
import { makeDrawKept } from './reading/draw-kept.js';
import type { OpenVersion } from './reading/open-version.js';
import { makeReadOwnContent } from './reading/read-own-content.js';
import { makeReadOwnPage, type ReadOwnPage } from './reading/read-own-page.js';
import {
  type HasThumbnail,
  hasThumbnail,
  makeReadThumbnail,
  type ReadThumbnail,
} from './reading/read-thumbnail.js';
import { makeRenditionsStore } from './reading/renditions.store.js';
import { makeRemindOfExpiry } from './remind-of-expiry.js';
import { makeRemoveObjects } from './remove-objects.js';
import { makeReportMistake, type ReportMistake } from './report-mistake.js';
import { makeUploadDocument, makeUploadVersion } from './upload-document.js';

/** Joins the use cases of an owner's own documents. */
export function makeDocuments(deps: {
  documents: DocumentsStore;
  blobs: BlobStore;
  openVersion: OpenVersion;
  connection: Connection;
  encryption: ObjectEncryption;
  currentKeyId: string;
  catalogue: Catalogue;
  quota: OwnerQuota;
  log: AccessLog;
  logPageLook: LogPageLook;
  drawPage: FileOpener['draw'];
  transact: Transact;
  clock: Clock;
  scanning: boolean;
  receive: ReceiveUpload;
  examineFile: ExamineFile;
  takeOwnFile: TakeOwnFile;
  normalise: FileOpener['photo'];
  assess: FileOpener['assess'];
  alertCitingDossiers: AlertCitingDossiers;
  tellOfDisowned: TellOfDisowned;
  alertOrigin: AlertOrigin;
  fileMistake: FileMistake;
  notify: Notify;
}): DocumentUseCases & {
  openOwnDocument: OpenOwnDocument;
  readOwnPage: ReadOwnPage;
  readThumbnail: ReadThumbnail;
  hasThumbnail: HasThumbnail;
  pagesOf: PagesOf;
  disownDocument: DisownDocument;
  reportMistake: ReportMistake;
  putAside: PutAside;
  bringBack: PutAside;
  mergeCopies: MergeCopies;
  titlesOf: TitlesOf;
  removeDeletedObjects: () => Promise<number>;
  photos: PhotoUse;
  expirePhotos: (signal: AbortSignal) => Promise<number>;
  remindOfExpiry: (signal: AbortSignal) => Promise<number>;
} {
  const renditions = makeRenditionsStore(deps.connection);
  const isSensitive = (code: string) => deps.catalogue.isSensitive(code);
  const removeObjects = makeRemoveObjects({ ...deps, renditions });
  const addDocument = makeAddDocument(deps);
  return {
    listDocuments: makeListDocuments(deps),
    getDocument: makeGetDocument(deps),
    openOwnDocument: makeOpenOwnDocument(deps),
    titlesOf: makeTitlesOf(deps),
    uploadDocument: makeUploadDocument({ ...deps, addDocument }),
    uploadVersion: makeUploadVersion({ ...deps, addVersion: makeAddVersion(deps) }),
    changeDocument: makeChangeDocument(deps),
    deleteDocument: makeDeleteDocument({ ...deps, removeObjects: (id) => removeObjects.one(id) }),
    disownDocument: makeDisownDocument(deps),
    reportMistake: makeReportMistake(deps),
    putAside: makePutAside(deps),
    bringBack: makeBringBack(deps),
    mergeCopies: makeMergeCopies(deps),
    readOwnContent: makeReadOwnContent(deps),
    // Each with a queue of its own: a list full of thumbnails keeps no page waiting.
    readOwnPage: makeReadOwnPage({ ...deps, isSensitive, drawKept: makeDrawKept({ ...deps, renditions }) }),
    readThumbnail: makeReadThumbnail({
      ...deps,
      isSensitive,
      drawKept: makeDrawKept({ ...deps, renditions }),
    }),
    hasThumbnail: (typeCode, version) => hasThumbnail({ ...deps, isSensitive }, typeCode, version),
    pagesOf: makePagesOf(deps),
    readQuota: (ownerId) => deps.quota.read(ownerId),
    removeDeletedObjects: () => removeObjects.all(),
    photos: makePhotos({ ...deps, addDocument }),
    expirePhotos: makeExpirePhotos(deps),
    remindOfExpiry: makeRemindOfExpiry(deps),
  };
}
