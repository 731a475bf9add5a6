import type { RequestHandler, Response } from 'express';
import { newId } from '../platform/ids.js';

/** Gives each request an id of ours; what a client sends is never taken over into logs. */
export const giveRequestId: RequestHandler = (_request, response, next) => {
  const id = newId();
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  next();
};

export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? '');
}
