import { auditEndpoints } from './audit/index.js';
import { catalogueEndpoints } from './catalogue/index.js';
import { consentEndpoints } from './consents/index.js';
import { counterEndpoints } from './counter/index.js';
import { documentEndpoints } from './documents/index.js';
import { dossierEndpoints } from './dossiers/index.js';
import { evidenceEndpoints } from './evidence/index.js';
import type { Endpoint } from './http/endpoint.js';
import { sessionEndpoints } from './identity/index.js';
import { partnerEndpoints } from './partners/index.js';
import { resultEndpoints } from './results/index.js';

/** The use cases and facts that endpoints need, as the features' own doors name them. */
export interface EndpointParts {
  readonly sessionView: Parameters<typeof sessionEndpoints>[0];
  readonly documents: Parameters<typeof documentEndpoints>[0];
  readonly consents: Parameters<typeof consentEndpoints>[0];
  readonly audit: Parameters<typeof auditEndpoints>[0];
  readonly dossiers: Parameters<typeof dossierEndpoints>[0];
  readonly evidence: Parameters<typeof evidenceEndpoints>[0];
  readonly results: Parameters<typeof resultEndpoints>[0];
  readonly counter: Parameters<typeof counterEndpoints>[0];
  readonly shared: Parameters<typeof dossierEndpoints>[1] &
    Parameters<typeof evidenceEndpoints>[1] &
    Parameters<typeof resultEndpoints>[1];
}

/** Everything below /api/v1, in the order of the contract. */
export function makeEndpoints(parts: EndpointParts): Endpoint[] {
  const { shared } = parts;
  return [
    ...sessionEndpoints(parts.sessionView),
    ...documentEndpoints(parts.documents, shared.clock),
    ...consentEndpoints(parts.consents, shared.clock),
    ...auditEndpoints(parts.audit),
    ...partnerEndpoints,
    ...catalogueEndpoints(shared),
    ...dossierEndpoints(parts.dossiers, shared),
    ...evidenceEndpoints(parts.evidence, shared),
    ...resultEndpoints(parts.results, shared),
    ...counterEndpoints(parts.counter),
  ];
}

/**
 * The endpoints for their contract alone: what they are made of, not what they do. Their handlers must not be run.
 */
export function describeEndpoints(): Endpoint[] {
  const nothing = {} as never;
  return makeEndpoints({
    sessionView: nothing,
    documents: nothing,
    consents: nothing,
    audit: nothing,
    dossiers: nothing,
    evidence: nothing,
    results: nothing,
    counter: nothing,
    shared: nothing,
  });
}
