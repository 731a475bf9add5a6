import type { Router } from 'express';
import { makeAuditPages } from './audit/index.js';
import { makeConsentPages } from './consents/index.js';
import { makeCounterPages } from './counter/index.js';
import { makeDocumentPages } from './documents/index.js';
import { evidenceRequestView } from './evidence/index.js';
import { type PageDeps, pageContext } from './http/page-context.js';
import { drawSignInFailed, makeIdentityPages } from './identity/index.js';
import { makeMandatePages } from './mandates/index.js';
import { makeMyDataPages } from './my-data/index.js';
import { makeNoticePages } from './notices/index.js';
import { makeDrawProblem } from './ui/draw-problem.js';

/** The use cases and facts that pages need, as the features' own doors name them. */
export interface PageParts extends PageDeps {
  readonly documents: Parameters<typeof makeDocumentPages>[0]['use'] &
    Pick<Parameters<typeof makeAuditPages>[0], 'titlesOf'> &
    Pick<Parameters<typeof makeConsentPages>[0], 'pagesOf'>;
  readonly consents: Parameters<typeof makeConsentPages>[0]['use'];
  readonly mayShare: Parameters<typeof makeConsentPages>[0]['mayShare'];
  readonly audit: Parameters<typeof makeAuditPages>[0]['use'] &
    Pick<Parameters<typeof makeDocumentPages>[0], 'mistakeIn'>;
  readonly notices: Parameters<typeof makeNoticePages>[0]['use'] & {
    readonly countUnread: (ownerId: string) => Promise<number>;
  };
  readonly mandates: Parameters<typeof makeMandatePages>[0]['use'];
  readonly findOwnerByKey: Parameters<typeof makeMandatePages>[0]['findOwner'];
  readonly ownSessions: Parameters<typeof makeIdentityPages>[0]['use'];
  readonly exportMyData: Parameters<typeof makeMyDataPages>[0]['use']['exportMyData'];
  /** The counter with the dossiers and look-ups that a clerk works on. */
  readonly counter: Parameters<typeof makeCounterPages>[0]['use'];
  readonly catalogue: Parameters<typeof makeCounterPages>[0]['catalogue'];
  readonly clock: Parameters<typeof makeCounterPages>[0]['clock'];
  readonly publicUrl: string;
}

/** Everything that people see. */
export function makePages(parts: PageParts): Router[] {
  const { session, asset, catalogue, clock, publicUrl } = parts;
  const shared = { session, asset, catalogue, clock };
  return [
    makeIdentityPages({ ...shared, use: parts.ownSessions }),
    makeDocumentPages({
      ...shared,
      use: parts.documents,
      listAccesses: parts.audit.listAccesses,
      mistakeIn: parts.audit.mistakeIn,
      waitingConsents: async (actor) =>
        (await parts.consents.listConsents({ actor, state: 'REQUESTED', limit: 100 })).items.length,
      unreadNotices: (actor) => parts.notices.countUnread(actor.ownerId),
    }),
    makeConsentPages({
      ...shared,
      use: parts.consents,
      mayShare: parts.mayShare,
      pagesOf: parts.documents.pagesOf,
    }),
    makeAuditPages({
      ...shared,
      use: parts.audit,
      titlesOf: parts.documents.titlesOf,
      newestDocuments: async (actor) =>
        (await parts.documents.listDocuments({ actor, limit: 100 })).items.map(({ id, title, typeCode }) => ({
          id,
          title: title || typeCode,
        })),
      types: catalogue.types,
      procedures: catalogue.procedures,
    }),
    makeMandatePages({ ...shared, use: parts.mandates, findOwner: parts.findOwnerByKey }),
    makeNoticePages({ ...shared, use: parts.notices, titlesOf: parts.documents.titlesOf }),
    makeMyDataPages({
      ...shared,
      use: { exportMyData: parts.exportMyData, readQuota: parts.documents.readQuota },
    }),
    makeCounterPages({
      ...shared,
      use: parts.counter,
      viewOfRequest: (asked) => evidenceRequestView(asked, { clock, publicUrl }),
    }),
  ];
}

/** Draws the refusals that no form shows. */
export function makeProblemPages(deps: PageDeps) {
  return makeDrawProblem({
    contextOf: (request, path, language) => pageContext(deps, request, path, language),
    drawRefusal: drawSignInFailed,
  });
}
