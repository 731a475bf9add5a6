import type { IncomingMessage, RequestListener } from 'node:http';
import express, { type RequestHandler, type Router } from 'express';
import { countByAddress } from './http/count-by-address.js';
import type { Endpoint } from './http/endpoint.js';
import { makeErrorHandler } from './http/error-handler.js';
import { healthRoutes } from './http/health.js';
import type { IdempotencyKeys } from './http/idempotency.store.js';
import type { Language } from './http/language.js';
import { mountEndpoints } from './http/mount-endpoints.js';
import { chooseLanguage } from './http/page-language.js';
import type { Problem } from './http/problem.js';
import type { RateLimits } from './http/rate-limits.store.js';
import { referenceRoutes } from './http/reference.js';
import { giveRequestId } from './http/request-id.js';
import { logRequests, type ObserveRequest } from './http/request-log.js';
import type { Authentication } from './http/run-endpoint.js';
import { securityHeaders } from './http/security-headers.js';
import { AppError } from './platform/app-error.js';
import type { Config } from './platform/config.js';
import type { Logger } from './platform/logger.js';
import { toDatabaseUnavailable } from './platform/mongo.js';

export interface AppParts {
  readonly config: Pick<Config, 'publicUrl' | 'trustProxy'>;
  readonly logger: Logger;
  readonly observeRequest: ObserveRequest;
  readonly endpoints: readonly Endpoint[];
  readonly authentication: Authentication;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly rateLimits: RateLimits;
  /** Tokens for partners; before any body parser. */
  readonly tokenHandler: RequestHandler;
  /** The embedded e-ID; null where another is configured. */
  readonly developmentEid: RequestListener | null;
  readonly publicJwks: () => unknown;
  readonly isReady: () => Promise<boolean>;
  readonly loadSession: RequestHandler;
  /** Sign-in and sign-out. */
  readonly signIn: Router;
  /** Stylesheet and scripts. */
  readonly assets: Router;
  /** What people see. */
  readonly pages: readonly Router[];
  readonly drawProblem: (
    problem: Problem,
    request: IncomingMessage,
    language: Language,
    refusal: AppError,
  ) => string;
}

/** The service's table of contents: what answers which address, in which order. */
export function makeApp(parts: AppParts): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', [...parts.config.trustProxy]);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);

  app.use(giveRequestId, logRequests(parts.logger, parts.observeRequest));
  const secure = parts.config.publicUrl.startsWith('https:');
  app.use(securityHeaders({ secure }));
  app.use(healthRoutes(parts.isReady));
  app.use(parts.assets);
  if (parts.developmentEid) app.use('/dev-eid', parts.developmentEid);
  app.post('/oauth2/token', countByAddress(parts.rateLimits, 'tokens'));
  app.use(parts.tokenHandler);
  app.use(referenceRoutes({ endpoints: parts.endpoints, publicJwks: parts.publicJwks }));

  app.use(parts.loadSession);
  app.use('/api/v1', mountEndpoints(parts.endpoints, parts));
  app.use(chooseLanguage({ secure }));
  app.use('/sign-in', countByAddress(parts.rateLimits, 'signIns'));
  app.use(parts.signIn);
  for (const pages of parts.pages) app.use(pages);

  app.use(() => {
    throw new AppError('NOT_FOUND');
  });
  app.use(makeErrorHandler({ logger: parts.logger, toDatabaseUnavailable, drawProblem: parts.drawProblem }));
  return app;
}
