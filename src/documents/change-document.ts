import { type Catalogue, validToByRule } from '../catalogue/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { isVouchedFor, type StoredDocument } from './document.js';
import { factsOf, type GivenFacts } from './document-facts.js';
import type { DocumentsStore } from './documents.store.js';

/** What an owner changes; a field that is absent stays, null clears it. */
export type DocumentChange = Partial<GivenFacts> & { readonly title?: string | undefined };

/**
 * An owner corrects her own upload. Once someone vouches for the facts only the title can change.
 * @throws AppError DOCUMENT_NOT_FOUND, DOCUMENT_VERIFIED, DOCUMENT_CHANGED, DOCUMENT_TYPE_UNKNOWN, VALIDATION_FAILED
 */
export type ChangeDocument = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
  readonly change: DocumentChange;
}) => Promise<StoredDocument>;

export function makeChangeDocument(deps: {
  documents: DocumentsStore;
  catalogue: Catalogue;
  clock: Clock;
  transact: Transact;
}): ChangeDocument {
  const { documents } = deps;
  return async ({ actor, id, change }) => {
    const found = await documents.ofOwner(actor.ownerId, id);
    if (!found) throw new AppError('DOCUMENT_NOT_FOUND');
    const { title = found.title, ...changedFacts } = change;
    if (Object.keys(changedFacts).length === 0) {
      const renamed = await documents.setTitle(actor.ownerId, id, title);
      if (!renamed) throw new AppError('DOCUMENT_NOT_FOUND');
      return renamed;
    }
    if (isVouchedFor(found)) throw new AppError('DOCUMENT_VERIFIED');
    const facts = factsOf(
      {
        typeCode: found.typeCode,
        number: found.number,
        issuerName: found.issuer?.name,
        issuedOn: found.issuedOn,
        validTo: followsRule(found, deps.catalogue) ? null : found.validTo,
        ...changedFacts,
      },
      deps.catalogue,
      vietnamDate(deps.clock.now()),
    );
    const changed = await deps.transact(async (session) => {
      const change = { title, facts, revision: found.factsRevision };
      const document = await documents.setFacts(actor.ownerId, id, change, session);
      // What says something else of itself is no copy any more.
      if (document) await documents.takeApart(actor.ownerId, id, session);
      return document;
    });
    if (changed) return changed;
    const now = await documents.ofOwner(actor.ownerId, id);
    if (!now) throw new AppError('DOCUMENT_NOT_FOUND');
    throw new AppError(isVouchedFor(now) ? 'DOCUMENT_VERIFIED' : 'DOCUMENT_CHANGED');
  };
}

/** Whether the end of validity came from the type's rule, so that it moves with type and date of issue. */
function followsRule({ typeCode, issuedOn, validTo }: StoredDocument, catalogue: Catalogue): boolean {
  const type = catalogue.type(typeCode);
  return type !== null && validTo === validToByRule(type.validity, issuedOn);
}
