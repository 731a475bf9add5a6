import { accessView } from '../audit/index.js';
import { isInForce } from '../catalogue/index.js';
import type { FormRefusal } from '../http/page-refusal.js';
import { idFrom, type Visit } from '../http/page-routes.js';
import type { z } from '../http/zod.js';
import { isDelegate, type OwnerActor } from '../platform/actor.js';
import { vietnamDate } from '../platform/clock.js';
import type { DocumentPagesDeps, saidOnce } from './document-pages-deps.js';
import { mayOpenAndShare } from './documents.policy.js';
import { documentPage } from './pages/document.page.js';
import type { Preview } from './pages/document-preview.js';
import type { TypedFacts } from './pages/facts-shown.js';
import { remindersOf } from './remind-of-expiry.js';

const LOOKS = 5;

/** What a document's page is drawn after. */
export interface DocumentPageState {
  readonly done?: z.output<typeof saidOnce> | undefined;
  readonly refusal?: FormRefusal;
  readonly typedTitle?: string | undefined;
  readonly typedFacts?: TypedFacts;
  readonly typedMistake?: string | undefined;
  readonly shown?: { readonly page: number; readonly show?: '1' | undefined };
}

export type DrawDocument = (
  visit: Visit<OwnerActor>,
  state: DocumentPageState,
) => Promise<ReturnType<typeof documentPage>>;

/** Draws one document's page with all that stands on it. */
export function makeDrawDocument(deps: DocumentPagesDeps): DrawDocument {
  const { use } = deps;
  return async ({ actor, context, params }, state) => {
    const id = idFrom(params);
    const [{ document, notDeletable, servable, vouchedFor, aside, copies }, looks, mistake] =
      await Promise.all([
        use.openOwnDocument({ actor, id }),
        isDelegate(actor) ? null : deps.listAccesses({ actor, documentId: id, limit: LOOKS }),
        deps.mistakeIn({ actor, documentId: id }),
      ]);
    const today = vietnamDate(deps.clock.now());
    const previewOf = (
      { typeCode, currentVersion, versions }: typeof document,
      { page, show }: NonNullable<typeof state.shown>,
    ): Preview => {
      if (!servable) return { state: 'NOT_SCANNED' };
      const sensitive = deps.catalogue.isSensitive(typeCode);
      if (sensitive && show === undefined) return { state: 'MASKED' };
      const pages = versions.find(({ version }) => version === currentVersion)?.pages ?? 1;
      return { state: 'SHOWN', page: Math.min(page, pages), pages, masked: sensitive };
    };
    return documentPage({
      ...context,
      document,
      types: deps.catalogue.types,
      typesToday: deps.catalogue.types.filter((type) => isInForce(type.inForce, today)),
      looks: looks && looks.items.map(accessView),
      mayOpen: mayOpen(actor),
      readOnly: isDelegate(actor),
      preview: mayOpen(actor) ? previewOf(document, state.shown ?? { page: 1 }) : null,
      deletion: notDeletable === null ? { allowed: true } : { allowed: false, why: notDeletable },
      vouchedFor,
      mistake,
      aside,
      copies,
      reminders: document.status === 'VALID' ? remindersOf(document.validTo, today) : [],
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typedTitle: state.typedTitle,
      typedFacts: state.typedFacts,
      typedMistake: state.typedMistake,
    });
  };
}

/** Whether an account's level lets it open papers. */
export function mayOpen(actor: OwnerActor): boolean {
  try {
    mayOpenAndShare(actor);
    return true;
  } catch {
    return false;
  }
}
