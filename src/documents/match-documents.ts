import { type AcceptedType, atLeast, trustRank } from '../catalogue/index.js';
import { currentVersionOf, isExpired, type StoredDocument } from './document.js';
import { isServable } from './documents.policy.js';
import type { DocumentsStore } from './documents.store.js';

export type NoMatchCode = 'NONE_HELD' | 'TRUST_TOO_LOW' | 'EXPIRED';

/** What an owner's store holds for a component. */
export interface Matching {
  /** Best class first, then newest. */
  readonly matches: readonly StoredDocument[];
  /** A document would match once its scan is done. */
  readonly waiting: boolean;
  /** For each accepted type without a match, the nearest miss; never which document. */
  readonly reasons: readonly { readonly typeCode: string; readonly code: NoMatchCode }[];
}

/** Items of one request; more would be no answer to a person, and grow without a bound. */
const MAX_MATCHES = 50;

/** @param on the dossier's day of submission: validity is judged on it (requirement 16) */
export type MatchDocuments = (input: {
  readonly ownerId: string;
  readonly accepts: readonly AcceptedType[];
  readonly on: string;
}) => Promise<Matching>;

export function makeMatchDocuments(deps: { documents: DocumentsStore; scanning: boolean }): MatchDocuments {
  return async ({ ownerId, accepts, on }) => {
    const found = await deps.documents.ofTypes(
      ownerId,
      accepts.map((accepted) => accepted.typeCode),
    );
    // What turned out infected is never served, so it is as if it were not held.
    const held = found.filter((document) => currentVersionOf(document).scan.state !== 'INFECTED');
    const least = new Map(accepts.map((accepted) => [accepted.typeCode, accepted.leastTrustClass]));
    const trusted = held.filter((document) => {
      const wanted = least.get(document.typeCode);
      return wanted !== undefined && atLeast(currentVersionOf(document).trustClass, wanted);
    });
    const inForce = trusted.filter((document) => !isExpired(document, on));
    const servable = inForce.filter((document) => isServable(currentVersionOf(document), deps.scanning));
    return {
      matches: bestAndNewest(withoutCopies(servable)),
      waiting: inForce.some(
        (document) => currentVersionOf(document).scan.state === 'NOT_SCANNED' && deps.scanning,
      ),
      reasons: accepts
        .filter(({ typeCode }) => !servable.some((document) => document.typeCode === typeCode))
        .map(({ typeCode }) => ({
          typeCode,
          code: missOf({ held, trusted }, typeCode),
        })),
    };
  };
}

function missOf(
  { held, trusted }: { held: readonly StoredDocument[]; trusted: readonly StoredDocument[] },
  typeCode: string,
): NoMatchCode {
  const ofType = (document: StoredDocument) => document.typeCode === typeCode;
  if (trusted.some(ofType)) return 'EXPIRED';
  return held.some(ofType) ? 'TRUST_TOO_LOW' : 'NONE_HELD';
}

/** A copy is not offered beside the paper behind which its owner put it. */
function withoutCopies(servable: readonly StoredDocument[]): StoredDocument[] {
  const ids = new Set(servable.map(({ id }) => id));
  return servable.filter(({ aside }) => !aside?.behind || !ids.has(aside.behind));
}

/**
 * Of more than fit, the best and the newest half: the paper that was put in a moment ago, to be compared at the counter,
 * must not be lost behind fifty of a better class.
 */
function bestAndNewest(servable: readonly StoredDocument[]): StoredDocument[] {
  const best = servable.toSorted(bestFirst);
  if (best.length <= MAX_MATCHES) return best;
  const newest = servable.toSorted((a, b) => b.id.localeCompare(a.id)).slice(0, MAX_MATCHES / 2);
  const kept = new Set(newest);
  for (const document of best) {
    if (kept.size === MAX_MATCHES) break;
    kept.add(document);
  }
  return best.filter((document) => kept.has(document));
}

/** The better class first, then the newer one. */
export function bestFirst(a: StoredDocument, b: StoredDocument): number {
  const byClass = trustRank(currentVersionOf(a).trustClass) - trustRank(currentVersionOf(b).trustClass);
  return byClass === 0 ? b.id.localeCompare(a.id) : byClass;
}
