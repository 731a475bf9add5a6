import type { IncomingMessage } from 'node:http';
import { isDelegate, type OwnerActor, type StaffActor } from '../platform/actor.js';
import type { AssetUrl } from '../ui/assets.js';
import { translator } from '../ui/i18n.js';
import type { PageContext } from '../ui/page.js';
import { type Language, languageOf } from './language.js';
import { inspects, mayServe } from './staff-work.js';

/** What pages need to know of sign-in; given by the feature that owns sessions. */
export interface PageSession {
  actorOf(request: IncomingMessage): OwnerActor | StaffActor | null;
  csrfTokenOf(request: IncomingMessage): string;
  /** Chooses for whom the session's person acts from the next request on: a mandate's id, null for herself. */
  actAs(request: IncomingMessage, mandateId: string | null): Promise<void>;
  /** Whether a post surely comes from a page of ours. */
  isFromOwnPage(request: IncomingMessage): boolean;
  /** Until the session ends unless it is used again; null when nobody is signed in. */
  secondsLeft(request: IncomingMessage): number | null;
  /** Names the request's session to its own person; opens nothing. */
  sessionHandleOf(request: IncomingMessage): string | null;
  /** @throws AppError CSRF_INVALID */
  checkCsrf(request: IncomingMessage, token: string | undefined): void;
}

export interface PageDeps {
  readonly session: PageSession;
  readonly asset: AssetUrl;
}

/** What surrounds a page: language, who is signed in, token. @param path of the page, fetched by GET */
export function pageContext(
  { session, asset }: PageDeps,
  request: IncomingMessage,
  path: string,
  lang: Language = languageOf(request),
): PageContext {
  const actor = session.actorOf(request);
  return {
    t: translator(lang),
    lang,
    chrome: {
      signedIn: actor && {
        name: actor.name,
        kind: actor.kind,
        ...(actor.kind === 'OWNER' ? { ownerId: actor.ownerId } : {}),
        ...(actor.kind === 'OWNER' && actor.forName !== undefined ? { actingFor: actor.forName } : {}),
        delegate: actor.kind === 'OWNER' && isDelegate(actor),
        serves: actor.kind === 'STAFF' && mayServe(actor),
        inspects: inspects(actor),
      },
      secondsLeft: session.secondsLeft(request),
      csrfToken: actor && session.csrfTokenOf(request),
      path,
      asset,
    },
  };
}
