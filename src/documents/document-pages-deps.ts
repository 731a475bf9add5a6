import type { ListAccesses, MistakeIn } from '../audit/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { PageDeps } from '../http/page-context.js';
import type { FieldWords } from '../http/page-refusal.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { pathTo } from '../ui/safe-href.js';
import type { DisownDocument } from './disown-document.js';
import type { DocumentUseCases } from './documents.routes.js';
import type { OpenOwnDocument } from './list-documents.js';
import type { MergeCopies } from './merge-copies.js';
import type { PhotoUse } from './photos/make-photos.js';
import type { PutAside } from './put-aside.js';
import type { ReadOwnPage } from './reading/read-own-page.js';
import type { HasThumbnail, ReadThumbnail } from './reading/read-thumbnail.js';
import type { ReportMistake } from './report-mistake.js';

export interface DocumentPagesDeps extends PageDeps {
  readonly use: DocumentUseCases & {
    readonly openOwnDocument: OpenOwnDocument;
    readonly readOwnPage: ReadOwnPage;
    readonly readThumbnail: ReadThumbnail;
    readonly hasThumbnail: HasThumbnail;
    readonly disownDocument: DisownDocument;
    readonly reportMistake: ReportMistake;
    readonly putAside: PutAside;
    readonly bringBack: PutAside;
    readonly mergeCopies: MergeCopies;
    readonly photos: PhotoUse;
  };
  readonly listAccesses: ListAccesses;
  readonly mistakeIn: MistakeIn;
  /** Consent requests that wait for this owner. */
  readonly waitingConsents: (actor: OwnerActor) => Promise<number>;
  /** Notices that this owner has not been shown, at most 99. */
  readonly unreadNotices: (actor: OwnerActor) => Promise<number>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** What a document's page says once, of what was just done. */
export const saidOnce = z.enum([
  'ADDED',
  'DUPLICATE',
  'VERSION_ADDED',
  'RENAMED',
  'CORRECTED',
  'MERGED',
  'HIDDEN',
  'BROUGHT_BACK',
]);

export function onePath(id: string, saying?: z.output<typeof saidOnce>): string {
  return pathTo(['documents', id], { done: saying });
}

const date = {
  vi: 'Ghi một ngày có thật, ví dụ 25/11/2026.',
  en: 'Give a real date, like 25 November 2026.',
};
/** What each field of the forms wants. */
export const fieldWords: FieldWords = {
  typeCode: { vi: 'Chọn loại giấy tờ.', en: 'Choose the type of document.' },
  title: { vi: 'Đặt tên từ 1 đến 300 chữ.', en: 'Give a name of 1 to 300 letters.' },
  number: { vi: 'Số, ký hiệu dài nhất 100 chữ.', en: 'A number has at most 100 letters.' },
  issuerName: { vi: 'Tên cơ quan cấp dài nhất 300 chữ.', en: 'The issuer’s name has at most 300 letters.' },
  issuedOn: date,
  validTo: date,
  text: {
    vi: 'Cho biết chỗ nào sai và đúng ra là gì, dài nhất 2.000 chữ.',
    en: 'Say what is wrong and what it should be, in at most 2,000 letters.',
  },
};
