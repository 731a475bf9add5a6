import type { RequestHandler, Response } from 'express';
import type { Logger } from '../platform/logger.js';
import { requestIdOf } from './request-id.js';

/** Counts a request that has ended; `route` is its pattern, never what people typed. */
export type ObserveRequest = (
  labels: { method: string; route: string; status: number },
  seconds: number,
) => void;

/** Lets the request's line say who called; an id of ours. */
export function noteActor(response: Response, actor: { readonly id: string } | null): void {
  if (actor) response.locals['actorId'] = actor.id;
}

/** One line per request: ids and figures, who called, what it was refused for; never a path with what people typed. */
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
          // Undefined is left out.
          code: response.locals['refusal'] as string | undefined,
          actorId: response.locals['actorId'] as string | undefined,
          outcome: response.writableFinished ? 'sent' : 'cut',
          durationMs: Math.round(elapsedMs),
        },
        'request',
      );
    });
    next();
  };
}
