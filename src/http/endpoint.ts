import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { ClientActor, OwnerActor, Scope, StaffActor, StaffRole } from '../platform/actor.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import type { ContentAnswer, ContentConditions } from './content.js';
import type { Language } from './language.js';

/** Who may call an endpoint at all. What they may do with one object is the feature's policy. */
export type Access =
  /** `delegates`: also for those who may do only what they were given; the policy looks at the types then. */
  | { readonly actor: 'OWNER'; readonly delegates?: boolean }
  | { readonly actor: 'STAFF'; readonly roles?: readonly StaffRole[] }
  | { readonly actor: 'SESSION' }
  | { readonly actor: 'CLIENT'; readonly scope: Scope | null };

type ActorFor<A extends Access> = A extends { actor: 'OWNER' }
  ? OwnerActor
  : A extends { actor: 'STAFF' }
    ? StaffActor
    : A extends { actor: 'SESSION' }
      ? OwnerActor | StaffActor
      : ClientActor;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One call, parsed: what a handler gets. */
export interface Call<A extends Access = Access, Params = unknown, Query = unknown, Body = unknown> {
  readonly actor: ActorFor<A>;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The id to give to what is created; the same again when a lost answer is asked for by Idempotency-Key. */
  readonly newId: string;
  readonly conditions: ContentConditions;
  readonly language: Language;
  readonly requestId: string;
  /** The request itself, for uploads, whose body the handler reads. */
  readonly request: IncomingMessage;
  /** For uploads: refuses unless the CSRF token came as a header or is this field. */
  readonly checkCsrfField: (token: string | undefined) => void;
  /**
   * For uploads: one effect per Idempotency-Key. `bodyHash` stands for the body. `run` gets the ids that earlier tries
   * may have created with, oldest first, and this call's `newId` last.
   */
  readonly once: (bodyHash: string, run: (ids: readonly string[]) => Promise<Answer>) => Promise<Answer>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}
export type Answer = JsonAnswer | ContentAnswer;

/** An endpoint: its contract (from which OpenAPI is written) and its handler, in one place. */
export interface Endpoint<
  A extends Access = Access,
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, parameters in braces: `/me/documents/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: A;
  readonly params?: Params;
  readonly query?: Query;
  /** A JSON body. */
  readonly body?: Body;
  /** No body at all counts as `{}`. */
  readonly bodyOptional?: boolean;
  /** A multipart body, for the contract; the handler reads it. */
  readonly upload?: z.ZodType;
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly schema?: z.ZodType | 'bytes' }>
  >;
  /** Codes beyond those that every endpoint of its kind can give. */
  readonly refusals: readonly ProblemCode[];
  /** Takes an Idempotency-Key. */
  readonly creates?: boolean;
  /** Runs before the body is looked at: throws the 404 for what is absent or not the caller's. */
  readonly exists?: (call: Pick<Call<A, Parsed<Params>>, 'actor' | 'params'>) => Promise<unknown>;
  readonly handle: (call: Call<A, Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<Answer>;
}

/** Types an endpoint by its own schemas; forgets them, so that endpoints of all kinds stand in one list. */
export function endpoint<
  const A extends Access,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: Endpoint<A, Params, Query, Body>): Endpoint {
  // The runner passes each handler what its own schemas gave, so forgetting the types here is safe.
  return definition as object as Endpoint;
}
