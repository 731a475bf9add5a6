import { v7 } from 'uuid';

/** A new identifier that may leave the system: UUIDv7 (RFC 9562), ordered by time, 74 random bits. */
export function newId(): string {
  return v7();
}
