import type { RequestHandler } from 'express';
import type { Logger } from '../platform/logger.js';
import { requestIdOf } from './request-id.js';

/** Counts a request that has ended; `route` is its pattern, never what people typed. */
export type ObserveRequest = (
  labels: { method: string; route: string; status: number },
  seconds: number,
) => void;

/** One line per request: ids and figures, never a path with what people typed. */
export function logRequests(logger: Logger, observe: ObserveRequest): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      // An endpoint says its own pattern; Express forgets the mounting path once an error unwinds the routers.
      const pattern = (request.route as { path?: string } | undefined)?.path;
      const route = (response.locals['route'] as string | undefined) ?? pattern;
      const elapsedMs = performance.now() - begun;
      observe(
        { method: request.method, route: route ?? 'none', status: response.statusCode },
        elapsedMs / 1000,
      );
      logger.info(
        {
          requestId: requestIdOf(response),
          method: request.method,
          ...(route === undefined ? {} : { route }),
          status: response.statusCode,
          outcome: response.writableFinished ? 'sent' : 'cut',
          durationMs: Math.round(elapsedMs),
        },
        'request',
      );
    });
    next();
  };
}
