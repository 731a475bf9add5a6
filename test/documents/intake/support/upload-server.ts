import { createHash, createSecretKey } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import express, { type NextFunction, type Request, type Response } from 'express';
import { type ExamineDeps, makeExamineFile } from '../../../../src/documents/intake/examine-file.js';
import { makeFlowBudget } from '../../../../src/documents/intake/flow-budget.js';
import { makeMemoryBudget } from '../../../../src/documents/intake/memory-budget.js';
import { makeReceiveUpload, type ReceiveDeps } from '../../../../src/documents/intake/receive-upload.js';
import type { ReceivedFile, ReceiveOptions } from '../../../../src/documents/intake/received-file.js';
import { makeSpool } from '../../../../src/documents/intake/spool.js';
import { drainBriefly } from '../../../../src/http/drain-briefly.js';
import { AppError, fieldError } from '../../../../src/platform/app-error.js';
import { type ProblemKind, problemKinds } from '../../../../src/platform/problem-codes.js';
import { makeObjectEncryption } from '../../../../src/storage/encryption-sdk.js';
import { CSRF } from './multipart.js';

export const binding = { ownerId: 'owner-1', documentId: 'document-1', version: 1 };
export const testEncryption = makeObjectEncryption({
  currentKeyId: 'k1',
  keys: new Map([['k1', createSecretKey(Buffer.alloc(32, 7))]]),
});
const FIELDS = ['_csrf', 'typeCode', 'title', 'number', 'issuerName', 'issuedOn', 'validTo', 'sha256'];

export interface UploadServer {
  readonly port: number;
  readonly spoolFolder: string;
  usedMemory(): number;
  inFlow(): number;
  spooled(): string[];
  /** Files whose receiving has begun and whose answer is not yet out. */
  busy(): number;
  close(): Promise<void>;
}

export interface ServerSettings extends Partial<Omit<ReceiveDeps, 'memory' | 'spool' | 'flows'>> {
  readonly memoryBytes?: number;
  readonly flowBytes?: number;
  readonly examine?: ExamineDeps;
  /** Looks at a file while it is held. */
  readonly onFile?: (file: ReceivedFile) => Promise<void>;
}

/** A service that only receives and examines; it answers what it found and keeps nothing. */
export async function startUploadServer(settings: ServerSettings = {}): Promise<UploadServer> {
  const root = await mkdtemp(join(tmpdir(), 'motlan-spool-'));
  const spool = await makeSpool(join(root, 'spool'));
  const memory = makeMemoryBudget(settings.memoryBytes ?? 1024 * 1024);
  const flows = makeFlowBudget({ totalBytes: settings.flowBytes ?? 1024 * 1024 });
  const receive = makeReceiveUpload({ encryption: testEncryption, spool, memory, flows, ...settings });
  const examine = settings.examine && makeExamineFile(settings.examine);
  let busy = 0;

  const app = express();
  app.post('/', async (request: Request, response: Response) => {
    busy++;
    try {
      const { fields, file } = await receive(request, optionsOf(request));
      try {
        await settings.onFile?.(file);
        const plain = await buffer(file.openPlaintext());
        const found = await examine?.(file);
        response.json({
          fields,
          fileName: file.fileName,
          mediaType: file.mediaType,
          sha256: file.sha256,
          sizeBytes: file.sizeBytes,
          plainSha256: createHash('sha256').update(plain).digest('hex'),
          lengthIsKnown: file.ciphertextBytes === testEncryption.ciphertextBytes(file.sizeBytes, binding),
          pages: found?.pages ?? null,
          scan: found?.scan.state ?? null,
        });
      } finally {
        await file.discard();
      }
    } finally {
      busy--;
    }
  });
  app.use(async (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const refusal = error instanceof AppError ? error : new AppError('INTERNAL_ERROR', {}, { cause: error });
    const kind: ProblemKind = problemKinds[refusal.code];
    const cause = error instanceof AppError ? undefined : String((error as Error).stack);
    const body = JSON.stringify({ code: refusal.code, errors: refusal.fields, cause });
    response.status(kind.status).setHeader('Connection', 'close');
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.write(body);
    await drainBriefly(request);
    response.end();
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    spoolFolder: spool.folder,
    usedMemory: memory.usedBytes,
    inFlow: flows.usedBytes,
    spooled: () => readdirSync(spool.folder),
    busy: () => busy,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await spool.close();
      await rm(root, { recursive: true });
    },
  };
}

function optionsOf(request: Request): ReceiveOptions {
  return {
    binding,
    fields: FIELDS,
    beforeFile(soFar) {
      if (request.get('x-needs-csrf') && soFar['_csrf'] !== CSRF) throw new AppError('CSRF_INVALID');
    },
    checkFields({ typeCode, title, issuedOn }) {
      if (typeCode === undefined) throw fieldError('/typeCode', 'MISSING', 'is needed');
      if ((title ?? '').length > 300) throw fieldError('/title', 'TOO_BIG', 'at most 300 letters');
      const day = issuedOn === undefined ? null : new Date(`${issuedOn}T00:00:00Z`);
      if (day && (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(issuedOn ?? '')))
        throw fieldError('/issuedOn', 'INVALID', 'is no date');
      if (typeCode !== 'OTHER') throw new AppError('DOCUMENT_TYPE_UNKNOWN');
    },
  };
}

/** After any answer: no spool file, no memory taken, nothing under way. */
export async function expectNothingLeft(server: UploadServer): Promise<void> {
  const until = Date.now() + 3000;
  const state = (): object => ({
    spooled: server.spooled(),
    memory: server.usedMemory(),
    busy: server.busy(),
  });
  const empty = { spooled: [], memory: 0, busy: 0 };
  while (JSON.stringify(state()) !== JSON.stringify(empty) && Date.now() < until) await wait(10);
  expect(state()).to.deep.equal(empty);
}
