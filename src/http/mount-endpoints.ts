import { type Request, Router } from 'express';
import { AppError } from '../platform/app-error.js';
import type { Endpoint } from './endpoint.js';
import { type EndpointDeps, runEndpoint } from './run-endpoint.js';

/** A router with every endpoint; anything else is 401 to nobody and 404 to somebody. */
export function mountEndpoints(endpoints: readonly Endpoint[], deps: EndpointDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const refuseUnknown = async (request: Request): Promise<never> => {
    const authorization = request.get('authorization');
    if (authorization !== undefined) await deps.authentication.bearer(authorization);
    else if (!deps.authentication.session(request)) throw new AppError('SIGN_IN_REQUIRED');
    throw new AppError('NOT_FOUND');
  };
  router.use(async (request, _response, next) => {
    if (!isText(request.path)) await refuseUnknown(request);
    next();
  });
  for (const endpoint of endpoints) {
    router[endpoint.method](endpoint.path.replace(/\{(\w+)\}/g, ':$1'), runEndpoint(endpoint, deps));
  }
  router.use(refuseUnknown);
  return router;
}

/** A path with escapes that are no UTF-8 names nothing; Express would call it a bad request before anyone is asked for. */
function isText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
