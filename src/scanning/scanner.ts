import type { Readable } from 'node:stream';

/** What a malware scan says. "Not scanned" is a state of its own and never means clean. */
export type ScanResult =
  | { readonly state: 'CLEAN' }
  | { readonly state: 'INFECTED'; readonly signature: string }
  | { readonly state: 'NOT_SCANNED'; readonly reason: string };

export interface Scanner {
  /**
   * Reads the stream and says what the scanner found. A scanner that is down, slow or refuses gives NOT_SCANNED.
   * @throws only what the stream itself threw
   */
  scan(stream: Readable): Promise<ScanResult>;
}

/** For SCANNER=none: every file waits as NOT_SCANNED. */
export function makeNoScanner(): Scanner {
  return {
    scan(stream) {
      stream.destroy();
      return Promise.resolve({ state: 'NOT_SCANNED', reason: 'no scanner is configured' });
    },
  };
}
