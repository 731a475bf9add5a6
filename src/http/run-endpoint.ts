import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler, type Response } from 'express';
import {
  type Actor,
  type ClientActor,
  isDelegate,
  type OwnerActor,
  type StaffActor,
} from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import { newId } from '../platform/ids.js';
import { sendContent } from './content.js';
import type { Access, Answer, Call, Endpoint, JsonAnswer } from './endpoint.js';
import { hashOf } from './hash-of.js';
import type { ClaimName, IdempotencyKeys } from './idempotency.store.js';
import { apiLanguageOf } from './language.js';
import { parseWith } from './parse.js';
import { setRateHeaders } from './rate-headers.js';
import type { RateLimits } from './rate-limits.store.js';
import { requestIdOf } from './request-id.js';
import { noteActor } from './request-log.js';

/** What turns a request into an actor; given by the features that own sessions and tokens. */
export interface Authentication {
  session(request: IncomingMessage): OwnerActor | StaffActor | null;
  bearer(header: string | undefined): Promise<ClientActor>;
  checkCsrf(request: IncomingMessage, token: string | undefined): void;
}

export interface EndpointDeps {
  readonly authentication: Authentication;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly rateLimits: RateLimits;
}

const readJson = express.json({ limit: '100kb', strict: true });

/** Runs one endpoint in the fixed order of refusals: 401, 403, 404, then what was sent. */
export function runEndpoint(endpoint: Endpoint, deps: EndpointDeps): RequestHandler {
  const unsafe = endpoint.method !== 'get';
  return async (request, response) => {
    response.locals['route'] = `/api/v1${endpoint.path}`;
    const actor = await authenticate(endpoint.access, request, response, deps.authentication);
    const csrfHeader = request.get('x-csrf-token');
    // A form brings its token in a field; a body that is no form has none to wait for.
    const csrfLater = endpoint.upload !== undefined && csrfHeader === undefined && isForm(request);
    if (unsafe && actor.kind !== 'CLIENT' && !csrfLater) deps.authentication.checkCsrf(request, csrfHeader);
    const kind = endpoint.upload ? 'uploads' : 'calls';
    setRateHeaders(response, await deps.rateLimits.count(kind, `${actor.kind}:${actor.id}`));

    const params = parseParams(endpoint, request);
    // The actor has the kind that the endpoint's access asks for: `authenticate` saw to it.
    const forAccess = actor as never;
    await endpoint.exists?.({ actor: forAccess, params });
    const query = endpoint.query ? parseWith(endpoint.query, request.query, 'query') : undefined;
    const body = endpoint.body
      ? parseWith(endpoint.body, await jsonBody(endpoint, request, response))
      : undefined;

    const key = endpoint.creates ? idempotencyKey(request) : undefined;
    const name: ClaimName | undefined =
      key === undefined ? undefined : { actor: actorKeyOf(actor), operation: endpoint.operationId, key };
    const proposedId = newId();
    // The path counts as part of the body: the same key and file for another dossier is another call.
    const once: Call['once'] = (hash, run) =>
      runOnce(deps.idempotencyKeys, name, hashOf([params, hash]), proposedId, run);
    const callWith = (id: string): Call => ({
      actor: forAccess,
      params,
      query,
      body,
      newId: id,
      conditions: {
        ifNoneMatch: request.get('if-none-match'),
        // Defined for GET alone (RFC 9110, 14.2).
        range: request.method === 'GET' ? request.get('range') : undefined,
        ifRange: request.get('if-range'),
      },
      language: apiLanguageOf(request),
      requestId: requestIdOf(response),
      request,
      checkCsrfField: (token) => {
        if (csrfLater && actor.kind !== 'CLIENT') deps.authentication.checkCsrf(request, token);
      },
      once,
    });
    const answer =
      endpoint.creates && endpoint.body
        ? await once(hashOf(body), ([earliest = proposedId]) => endpoint.handle(callWith(earliest)))
        : await endpoint.handle(callWith(proposedId));
    await send(response, answer);
  };
}

/** Of a key's answers: what a person did for another is not what she did for herself. */
function actorKeyOf(actor: Actor): string {
  const own = `${actor.kind}:${actor.id}`;
  return actor.kind === 'OWNER' && actor.ownerId !== actor.id ? `${own}:${actor.ownerId}` : own;
}

async function authenticate(
  access: Access,
  request: Request,
  response: Response,
  authentication: Authentication,
): Promise<Actor> {
  const authorization = request.get('authorization');
  const session = authorization === undefined ? authentication.session(request) : null;
  noteActor(response, session);
  if (access.actor === 'CLIENT') {
    if (session)
      throw new AppError('ROLE_MISSING', { wanted: { vi: 'hệ thống đối tác', en: 'partner systems' } });
    const client = await authentication.bearer(authorization);
    noteActor(response, client);
    if (access.scope !== null && !client.scopes.includes(access.scope)) {
      throw new AppError('SCOPE_MISSING', { scope: access.scope });
    }
    return client;
  }
  if (authorization !== undefined) {
    noteActor(response, await authentication.bearer(authorization));
    throw wrongKind(access);
  }
  if (!session) throw new AppError('SIGN_IN_REQUIRED');
  if (access.actor === 'OWNER' && session.kind === 'OWNER' && isDelegate(session) && !access.delegates)
    throw new AppError('NOT_ALLOWED_FOR_OTHERS');
  if (access.actor !== 'SESSION' && session.kind !== access.actor) throw wrongKind(access);
  if (access.actor === 'STAFF' && access.roles && session.kind === 'STAFF') {
    const roles = access.roles;
    if (!session.roles.some((role) => roles.includes(role))) throw wrongKind(access);
  }
  return session;
}

/** The refusal for an account of another kind than a thing is for. */
export function wrongKind(access: Access): AppError {
  const wanted =
    access.actor === 'STAFF'
      ? { vi: 'cán bộ tiếp nhận hoặc thụ lý', en: 'receiving and processing officers' }
      : { vi: 'người dân và doanh nghiệp', en: 'citizens and businesses' };
  return new AppError('ROLE_MISSING', { wanted });
}

/** A parameter that cannot be an id of ours names nothing: 404, as for any absent thing. */
function parseParams(endpoint: Endpoint, request: Request): unknown {
  if (!endpoint.params) return undefined;
  const parsed = endpoint.params.safeParse(request.params);
  if (!parsed.success) throw new AppError('NOT_FOUND');
  return parsed.data;
}

function jsonBody(endpoint: Endpoint, request: Request, response: Response): Promise<unknown> {
  const none = request.get('content-length') === '0' || !hasBody(request);
  if (endpoint.bodyOptional && none) return Promise.resolve({});
  return new Promise((resolve, reject) => {
    readJson(request, response, (error?: unknown) => {
      const type = (error as { type?: string } | undefined)?.type;
      if (type === 'entity.too.large') reject(new AppError('BODY_TOO_LARGE', { limit: '100 kB' }));
      else if (error || request.body === undefined)
        reject(new AppError('BODY_MALFORMED', {}, { cause: error }));
      else resolve(request.body);
    });
  });
}

function isForm(request: Request): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(request.get('content-type') ?? '');
}

function hasBody(request: Request): boolean {
  return request.get('content-length') !== undefined || request.get('transfer-encoding') !== undefined;
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw fieldError('Idempotency-Key', 'INVALID', 'from 1 to 255 visible ASCII characters');
  }
  return key;
}

async function runOnce(
  keys: IdempotencyKeys,
  name: ClaimName | undefined,
  bodyHash: string,
  proposedId: string,
  run: (ids: readonly string[]) => Promise<Answer>,
): Promise<Answer> {
  if (!name) return run([proposedId]);
  const claim = await keys.claim(name, bodyHash, proposedId);
  if (claim.kind === 'answered') return claim.answer;
  try {
    const answer = await run(claim.ids);
    if (!('content' in answer)) await keys.complete(name, answer);
    return answer;
  } catch (error) {
    // A refusal has no effect, so the key is free again. A fault's outcome is unknown: the lease settles it.
    if (error instanceof AppError && !isFault(error)) await keys.release(name, proposedId);
    throw error;
  } finally {
    claim.end();
  }
}

function isFault(error: AppError): boolean {
  return ['DATABASE_UNAVAILABLE', 'INTERNAL_ERROR'].includes(error.code);
}

async function send(response: Response, answer: Answer): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if ('content' in answer) {
    await sendContent(response, answer);
    return;
  }
  sendJson(response, answer);
}

function sendJson(response: Response, answer: JsonAnswer): void {
  response.status(answer.status);
  if (answer.location) response.setHeader('Location', answer.location);
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}
