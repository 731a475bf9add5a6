import type { Readable } from 'node:stream';
import type { Clock } from '../platform/clock.js';
import type { ScanResult } from './document.js';
import type { DocumentsStore } from './documents.store.js';
import type { OpenVersion } from './reading/open-version.js';

/** The verdict of a scanner on plaintext; null when it could not tell. */
export type ScanStream = (plaintext: Readable) => Promise<'CLEAN' | 'INFECTED' | null>;

/**
 * Scans what could not be scanned when it came in. Until then nobody is served it. Safe to run in several processes.
 * @returns how many versions got their verdict
 */
export function makeRescan(deps: {
  documents: DocumentsStore;
  openVersion: OpenVersion;
  scan: ScanStream;
  clock: Clock;
}) {
  return async (): Promise<number> => {
    let settled = 0;
    for (const document of await deps.documents.pendingScans(100)) {
      for (const version of document.versions) {
        if (version.scan.state !== 'NOT_SCANNED') continue;
        const verdict = await deps.scan(await deps.openVersion(document, version));
        if (verdict === null) return settled;
        const scan: ScanResult = { state: verdict, at: deps.clock.now() };
        await deps.documents.setScan(document.id, version.version, scan);
        settled += 1;
      }
    }
    return settled;
  };
}
