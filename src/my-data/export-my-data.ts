import { makeZip } from 'client-zip';
import {
  type AccessLog,
  accessView,
  complaintView,
  loggedActor,
  type ReadAccesses,
  type ReadComplaints,
} from '../audit/index.js';
import { type makeConsentsStore, ownerConsentView } from '../consents/index.js';
import { documentView, mayOpenAndShare } from '../documents/index.js';
import { everyPage } from '../http/paging.js';
import type { Owner } from '../identity/index.js';
import type { AllNotices, Notice } from '../notices/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { type Manifest, MY_DATA_FORMAT, MY_DATA_FORMAT_VERSION } from './manifest.js';
import { ownDocuments, type PackDocumentsDeps, packDocuments } from './pack-documents.js';
import { type Entry, jsonArray, makePackage, type Package } from './package.js';
import { readMe } from './read-me.js';

/**
 * All that an owner is shown, as one ZIP: her papers' files, and papers, consents, log and complaints as JSON. Written
 * while it is sent, so its size costs no memory. Source: Luật 91/2025/QH15, Điều 4 (the right to one's own data).
 * @throws AppError LEVEL_TOO_LOW (logged), RATE_LIMITED
 */
export type ExportMyData = (input: { readonly actor: OwnerActor }) => Promise<AsyncGenerator<Uint8Array>>;

export interface ExportMyDataDeps extends PackDocumentsDeps {
  readonly findOwner: (id: string) => Promise<Owner | null>;
  readonly consents: Pick<ReturnType<typeof makeConsentsStore>, 'list'>;
  readonly readAccesses: ReadAccesses;
  readonly readComplaints: ReadComplaints;
  readonly allNotices: AllNotices;
  /** By which she may act for others, and others for her. */
  readonly mandatesOf: (ownerId: string) => Promise<object>;
  /** Where she is told of them outside the pages. */
  readonly noticeSettings: (input: { readonly actor: OwnerActor }) => Promise<object>;
  readonly log: AccessLog;
  /** Counts one export of an owner. @throws AppError RATE_LIMITED */
  readonly countExport: (ownerId: string) => Promise<unknown>;
  readonly clock: Clock;
}

export function makeExportMyData(deps: ExportMyDataDeps): ExportMyData {
  return async ({ actor }) => {
    const line = {
      ownerId: actor.ownerId,
      action: 'DOWNLOAD' as const,
      actor: loggedActor(actor),
      actorId: actor.id,
      purpose: { code: 'EXPORT_ALL', text: 'Tải tất cả dữ liệu' },
    };
    try {
      mayOpenAndShare(actor);
    } catch (error) {
      if (error instanceof AppError)
        await deps.log.append({ ...line, outcome: 'REFUSED', refusalCode: error.code });
      throw error;
    }
    await deps.countExport(actor.ownerId);
    await deps.log.append(line);
    return bytesOf(makeZip(entries(actor, deps)));
  };
}

/** In the order in which they are written; the manifest, which names them all, comes last. */
async function* entries(actor: OwnerActor, deps: ExportMyDataDeps): AsyncGenerator<Entry> {
  const now = deps.clock.now();
  const pack = makePackage(now);
  const { ownerId } = actor;
  const day = { ownerId, today: vietnamDate(now) };
  yield pack.entry('README.txt', once(readMe));
  yield pack.entry('owner.json', once(`${JSON.stringify(await deps.findOwner(ownerId), null, 2)}\n`));
  yield* packDocuments({ actor, today: day.today }, pack, deps);
  yield pack.entry('documents.json', jsonArray(documents(day, pack, deps)));
  yield pack.entry('consents.json', jsonArray(consents(ownerId, now, deps)));
  yield pack.entry('access-log.json', jsonArray(each(deps.readAccesses({ actor }), accessView)));
  yield pack.entry('complaints.json', jsonArray(each(deps.readComplaints({ actor }), complaintView)));
  yield pack.entry('notices.json', jsonArray(each(deps.allNotices(ownerId), noticeView)));
  const mandates = await deps.mandatesOf(ownerId);
  yield pack.entry('mandates.json', once(`${JSON.stringify(mandates, null, 2)}\n`));
  const settings = await deps.noticeSettings({ actor });
  yield pack.entry('notice-settings.json', once(`${JSON.stringify(settings, null, 2)}\n`));
  const { files, leftOut } = pack;
  const manifest: Manifest = {
    format: MY_DATA_FORMAT,
    formatVersion: MY_DATA_FORMAT_VERSION,
    ownerId,
    exportedAt: now.toISOString(),
    counts: { documents: pack.documents(), files: files.length, leftOut: leftOut.length },
    files,
    leftOut,
  };
  yield pack.entry('manifest.json', once(`${JSON.stringify(manifest, null, 2)}\n`));
}

async function* documents(
  day: { readonly ownerId: string; readonly today: string },
  pack: Package,
  deps: ExportMyDataDeps,
) {
  const filesOf = Map.groupBy(pack.files, ({ documentId }) => documentId);
  for await (const document of ownDocuments(deps.documents, day)) {
    const files = (filesOf.get(document.id) ?? []).map(({ file, version }) => ({ version, file }));
    yield { ...documentView(document, day.today), files };
  }
}

function noticeView({ id, kind, about, at, readAt }: Notice) {
  return { id, kind, ...about, at, readAt };
}

async function* consents(ownerId: string, now: Date, deps: ExportMyDataDeps) {
  const pages = everyPage((place) => deps.consents.list({ ownerId, now, ...place }));
  yield* each(pages, (consent) => ownerConsentView(consent, 'vi', now));
}

async function* each<Item, View>(pages: AsyncIterable<readonly Item[]>, view: (item: Item) => View) {
  for await (const page of pages) for (const item of page) yield view(item);
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

/** The stream's pieces. Ended early, the stream is cancelled: what was open for it is closed. */
async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // It ends with what it is cancelled for; that is nothing new here.
    await reader.cancel().catch(() => undefined);
  }
}
