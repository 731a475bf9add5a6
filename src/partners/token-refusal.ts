import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { toDatabaseUnavailable } from '../platform/mongo-errors.js';
import { problemKinds } from '../platform/problem-codes.js';
import { asDescription, findAssertionFault, shown } from './client-assertion.js';
import { type TokenCall, tokenCallOf } from './oidc-clients.js';

export interface RefusalDeps {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Gives a refusal of the token endpoint (RFC 6749, 5.2) the words that its reader needs, and logs it. */
export function explainRefusal(ctx: KoaContextWithOIDC, deps: RefusalDeps): void {
  const call = tokenCallOf(ctx);
  // The library's own form of every refusal; typed as unknown by koa.
  const body = ctx.body as { error?: string; error_description?: string } | undefined;
  if (ctx.status < 400 || typeof body?.error !== 'string') return;
  const unavailable = call.failure && toDatabaseUnavailable(call.failure);
  if (unavailable) {
    const { status, retryAfterSeconds, en } = problemKinds.DATABASE_UNAVAILABLE;
    ctx.status = status;
    ctx.set('Retry-After', String(retryAfterSeconds));
    ctx.body = {
      error: 'temporarily_unavailable',
      error_description: en.detail,
      code: 'DATABASE_UNAVAILABLE',
    };
    deps.logger.error({ event: 'token.unavailable', err: call.failure }, 'the database does not answer');
    return;
  }
  const description = descriptionOf(body.error, ctx, call, deps);
  if (description !== undefined) body.error_description = asDescription(description);
  const clientId = call.client?.clientId;
  if (ctx.status >= 500)
    deps.logger.error({ event: 'token.failed', clientId, err: call.failure }, 'token call failed');
  else
    deps.logger.warn(
      { event: 'token.refused', clientId, code: body.error, outcome: withoutFound(body.error_description) },
      'token refused',
    );
}

/** For the log: what was wrong and what was expected. What came instead may be a number of a person, or a secret. */
function withoutFound(description = ''): string {
  return description.replace(/[,;]? (?:found|under) .*/s, '');
}

function descriptionOf(
  error: string,
  ctx: KoaContextWithOIDC,
  call: TokenCall,
  deps: RefusalDeps,
): string | undefined {
  const params = ctx.oidc.params ?? {};
  if (error === 'unsupported_grant_type')
    return `grant_type: expected client_credentials, found ${shown(params['grant_type'])}`;
  if (error === 'invalid_target')
    return `resource: expected nothing or ${deps.issuer}, found ${shown(params['resource'])}`;
  const assertion = params['client_assertion'];
  const unauthenticated = error === 'invalid_client' || call.client === undefined;
  if (unauthenticated && typeof assertion !== 'string') {
    const found = ctx.get('authorization') ? 'an Authorization header' : secretOrNothing(ctx);
    return `client authentication: expected client_assertion (private_key_jwt), found ${found}`;
  }
  if (error !== 'invalid_client') return undefined;
  const client = call.client ?? null;
  const fault = findAssertionFault(String(assertion), { ...deps, client, now: deps.clock.now() });
  if (fault !== undefined) return fault;
  if (!call.signatureVerified) return 'the signature does not verify with the key registered for this client';
  if (client?.status === 'SUSPENDED') return 'this client is suspended: ask the operator of this service';
  return 'jti: was used before; every request needs a new one';
}

function secretOrNothing(ctx: KoaContextWithOIDC): string {
  // Not among `params`: the library keeps only those of the methods in use.
  return ctx.oidc.body?.['client_secret'] === undefined ? 'nothing' : 'client_secret';
}
