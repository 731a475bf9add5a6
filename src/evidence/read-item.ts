import type { Sign, UseConsentOnce } from '../consents/index.js';
import { contentFactsOf, type OpenVersion } from '../documents/index.js';
import type { DossierActor } from '../dossiers/index.js';
import { type ContentAnswer, type ContentConditions, settleConditions } from '../http/content.js';
import { newId } from '../platform/ids.js';
import type { BasisDeps, GrantedItem, GrantItem } from './basis-check.js';

interface ItemOf {
  readonly actor: DossierActor;
  readonly requestId: string;
  readonly documentId: string;
}

/**
 * The bytes of an item. Order: basis, conditions (304 and 416 do not count), the consent's count in one atomic step,
 * the line in the log with majority, then the first byte.
 * @throws AppError as GrantItem, and CONSENT_* when the consent ended meanwhile
 */
export type ReadItemContent = (
  input: ItemOf & { readonly conditions: ContentConditions },
) => Promise<ContentAnswer>;

export function makeReadItemContent(
  deps: Pick<BasisDeps, 'log'> & {
    grantItem: GrantItem;
    useConsentOnce: UseConsentOnce;
    openVersion: OpenVersion;
  },
): ReadItemContent {
  return async ({ conditions, ...input }) => {
    const granted = await deps.grantItem({ ...input, action: 'READ_CONTENT' });
    const content = contentFactsOf(granted.version);
    const settled = settleConditions(conditions, content);
    if (settled.kind === 'whole' || settled.kind === 'part') {
      const { consentId } = granted.request;
      if (consentId !== null) await granted.refusing(() => deps.useConsentOnce(consentId));
      await deps.log.append(granted.line);
    }
    return { content, settled, open: () => deps.openVersion(granted.document, granted.version, settled) };
  };
}

/**
 * What an item is, signed (JWS, `typ: manifest+jwt`). Does not count as a read.
 * @throws AppError as GrantItem
 */
export type ReadItemManifest = (input: ItemOf) => Promise<{ readonly manifest: string }>;

export function makeReadItemManifest(
  deps: Pick<BasisDeps, 'log'> & { grantItem: GrantItem; sign: Sign },
): ReadItemManifest {
  return async (input) => {
    const granted = await deps.grantItem({ ...input, action: 'MANIFEST' });
    const manifest = await deps.sign('manifest+jwt', manifestClaims(granted, input.actor));
    await deps.log.append(granted.line);
    return { manifest };
  };
}

function manifestClaims(
  { request, item, version }: GrantedItem,
  actor: DossierActor,
): Record<string, unknown> {
  const { factsRevision: _revision, ...facts } = item;
  return {
    jti: newId(),
    ...facts,
    pages: version.pages,
    scan: version.scan.state,
    dossierCode: request.dossierCode,
    procedureCode: request.procedureCode,
    componentCode: request.componentCode,
    evidenceRequestId: request.id,
    basis: request.basis,
    catalogueGround: request.catalogueGround,
    consentId: request.consentId,
    recipient: { agencyCode: actor.agency, clientId: actor.id },
  };
}
