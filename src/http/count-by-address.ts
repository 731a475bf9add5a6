import type { RequestHandler } from 'express';
import { addressKey, setRateHeaders } from './rate-headers.js';
import type { RateKind, RateLimits } from './rate-limits.store.js';

/** Counts calls of people and systems that are not known yet, by where they come from. */
export function countByAddress(rateLimits: RateLimits, kind: RateKind): RequestHandler {
  return async (request, response, next) => {
    setRateHeaders(response, await rateLimits.count(kind, addressKey(request.ip)));
    next();
  };
}
