import type { Scope } from '../platform/actor.js';

/** What a client may be allowed to ask for; the order is the one in answers. */
export const allScopes = ['dossiers', 'evidence', 'results'] as const satisfies readonly Scope[];

/** JWS algorithms a client may sign its assertions with (RFC 7518, 3.1). */
export const assertionAlgorithms = ['ES256', 'RS256', 'PS256'] as const;
export type AssertionAlgorithm = (typeof assertionAlgorithms)[number];

/** A client's public key (RFC 7517). `kid` only when the client named it itself. */
export type ClientJwk = (
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string }
) & { readonly kid?: string; readonly alg?: AssertionAlgorithm };

/** A partner system that may ask for tokens. */
export interface Client {
  readonly clientId: string;
  readonly name: string;
  /** Agency code, like H09 or 000.00.00.H09. */
  readonly agency: string;
  readonly scopes: readonly Scope[];
  /** Procedure codes it may ask for; null = all. */
  readonly procedures: readonly string[] | null;
  /** Where an owner may be sent back to after deciding. */
  readonly returnUrls: readonly string[];
  /** Number of the agreement under which it was let in, if there is one. */
  readonly agreement: string | null;
  readonly keys: readonly ClientJwk[];
  /** SUSPENDED: gets no token, and those it holds stop within seconds. */
  readonly status: 'ACTIVE' | 'SUSPENDED';
  readonly createdAt: Date;
  /** The operator who registered it. */
  readonly createdBy: string;
}

/** What an operator says of a new client. */
export type NewClient = Pick<
  Client,
  'name' | 'agency' | 'scopes' | 'procedures' | 'returnUrls' | 'agreement' | 'keys'
>;
