import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type FileOpener, makeFileOpener } from '../../foreign-bytes/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import type { Scanner } from '../../scanning/index.js';
import type { ObjectEncryption } from '../../storage/object-encryption.js';
import { makeExamineFile } from './examine-file.js';
import { makeFlowBudget } from './flow-budget.js';
import { makeMemoryBudget } from './memory-budget.js';
import { makeReceiveUpload, makeTakeOwnFile } from './receive-upload.js';
import type { ExamineFile, ReceiveUpload, TakeOwnFile } from './received-file.js';
import { makeSpool } from './spool.js';

/** Of all uploads at once, between their sockets and where they are held. */
const FLOW_BYTES = 16 * 1024 * 1024;

/** How files come in: one spool, one memory budget and one pool of openers for the whole process. */
export interface Intake {
  readonly receive: ReceiveUpload;
  readonly examineFile: ExamineFile;
  /** A file that this program made itself. */
  readonly takeOwnFile: TakeOwnFile;
  /** A photo as pixels of our own, made in the same children. */
  readonly normalise: FileOpener['photo'];
  readonly assess: FileOpener['assess'];
  /** A page of a stored file as a picture, drawn in the children that open files. */
  readonly drawPage: FileOpener['draw'];
  /** A later scan of what is stored; null when the scanner could not tell. */
  readonly scanStream: (plaintext: Readable) => Promise<'CLEAN' | 'INFECTED' | null>;
  /** Bytes of uploads held in memory now. */
  readonly memoryUsedBytes: () => number;
  /** Refuses, with SERVICE_STOPPING, every upload whose body has not come whole; what has come whole goes on. */
  refuseArriving(): void;
  close(): Promise<void>;
}

export async function makeIntake(deps: {
  config: Pick<Config, 'dataDir' | 'uploadMemoryBytes' | 'uploadSizes'>;
  encryption: ObjectEncryption;
  scanner: Scanner;
  clock: Clock;
}): Promise<Intake> {
  const spool = await makeSpool(join(deps.config.dataDir, 'spool'));
  const opener = makeFileOpener();
  const memory = makeMemoryBudget(deps.config.uploadMemoryBytes);
  const stopping = new AbortController();
  const receiving = {
    encryption: deps.encryption,
    spool,
    memory,
    flows: makeFlowBudget({ totalBytes: FLOW_BYTES }),
    form: { stopping: stopping.signal },
    sizes: deps.config.uploadSizes,
  };
  return {
    receive: makeReceiveUpload(receiving),
    takeOwnFile: makeTakeOwnFile(receiving),
    normalise: (...work) => opener.photo(...work),
    assess: (...work) => opener.assess(...work),
    examineFile: makeExamineFile({ opener, scanner: deps.scanner, clock: deps.clock }),
    drawPage: (...work) => opener.draw(...work),
    scanStream: async (plaintext) => {
      const { state } = await deps.scanner.scan(plaintext);
      return state === 'NOT_SCANNED' ? null : state;
    },
    memoryUsedBytes: () => memory.usedBytes(),
    refuseArriving: () => stopping.abort(),
    async close() {
      await opener.close();
      await spool.close();
    },
  };
}
