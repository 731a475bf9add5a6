import type { Readable } from 'node:stream';
import type { Notify } from '../notices/index.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { StoredDocument } from './document.js';
import type { DocumentsStore } from './documents.store.js';
import type { OpenVersion } from './reading/open-version.js';

/** The verdict of a scanner on plaintext; null when it could not tell. */
export type ScanStream = (plaintext: Readable) => Promise<'CLEAN' | 'INFECTED' | null>;

const PAGE = 100;
/** After so many in a row without a verdict the scanner counts as gone for this run. */
const SILENT_LIMIT = 3;

/**
 * Scans what could not be scanned when it came in. Until then nobody is served it. Safe to run in several processes.
 * What the scanner has no verdict on (too large for it, or it dies of it) keeps nothing else waiting: the next run goes
 * on behind it, and comes back to it when it has been through everything.
 * @returns a run; it resolves with how many versions got their verdict, early when `signal` says so, and rejects with
 *   AppError STORAGE_UNAVAILABLE or the database's error
 */
export function makeRescan(deps: {
  documents: Pick<DocumentsStore, 'pendingScans' | 'setScan'>;
  openVersion: OpenVersion;
  scan: ScanStream;
  transact: Transact;
  notify: Notify;
  clock: Clock;
  /** An object that cannot be scanned because it is missing or damaged. */
  onDamaged?: ((documentId: string, fault: AppError) => void) | undefined;
}) {
  let after = '';

  const verdictOn = async (
    document: StoredDocument,
    version: StoredDocument['versions'][number],
    stopped: Promise<null>,
  ): Promise<'CLEAN' | 'INFECTED' | 'DAMAGED' | 'GONE' | null> => {
    try {
      const plaintext = await deps.openVersion(document, version);
      return await Promise.race([deps.scan(plaintext), stopped]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'DOCUMENT_NOT_FOUND') return 'GONE';
      if (error.code !== 'CONTENT_DAMAGED') throw error;
      deps.onDamaged?.(document.id, error);
      return 'DAMAGED';
    }
  };

  return async (signal: AbortSignal = new AbortController().signal): Promise<number> => {
    const stopped = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    let settled = 0;
    let silent = 0;
    for (;;) {
      const page = await deps.documents.pendingScans(PAGE, after);
      if (page.length === 0) break;
      for (const document of page) {
        after = document.id;
        for (const version of document.versions) {
          if (version.scan.state !== 'NOT_SCANNED') continue;
          const verdict = await verdictOn(document, version, stopped);
          if (signal.aborted) return settled;
          silent = verdict === null ? silent + 1 : 0;
          if (silent >= SILENT_LIMIT) return settled;
          if (verdict !== 'CLEAN' && verdict !== 'INFECTED') continue;
          const scan = { state: verdict, at: deps.clock.now() };
          await deps.transact(async (session) => {
            await deps.documents.setScan(document.id, version.version, scan, session);
            if (verdict === 'INFECTED' && document.shown)
              await deps.notify(infected(document, version.version), session);
          });
          settled += 1;
        }
      }
    }
    after = '';
    return settled;
  };
}

function infected({ id, ownerId }: StoredDocument, version: number) {
  return {
    ownerId,
    kind: 'PAPER_INFECTED' as const,
    key: `infected:${id}:${version}`,
    about: { documentId: id },
  };
}
