import type { RequestHandler } from 'express';
import type { Logger } from '../platform/logger.js';
import { requestIdOf } from './request-id.js';

/** One line per request: ids and figures, never a path with what people typed. */
export function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      logger.info(
        {
          requestId: requestIdOf(response),
          method: request.method,
          ...(route === undefined ? {} : { route: `${request.baseUrl}${route}` }),
          status: response.statusCode,
          outcome: response.writableFinished ? 'sent' : 'cut',
          durationMs: Math.round(performance.now() - begun),
        },
        'request',
      );
    });
    next();
  };
}
