import { Worker } from 'node:worker_threads';
import type { ChildMessage, OpenRequest, Verdict } from './messages.js';

/**
 * The process in which foreign bytes are opened: told what comes over IPC, it reads the bytes from stdin, answers and
 * waits for the next. It holds no secret and no connection; the service may kill it at any moment.
 */
function main(): void {
  endWithParent();
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: OpenRequest) => {
    serve(request).then(
      (spent) => (spent ? process.exit(0) : undefined),
      () => process.exit(1),
    );
  });
  void tell({ kind: 'READY' });
}

/** @returns whether this process should not be used again */
async function serve(request: OpenRequest): Promise<boolean> {
  const [bytes, open] = await Promise.all([readBytes(request.sizeBytes), opener(request)]);
  await tell({ kind: 'OPENING' });
  let verdict: Verdict;
  let spent = false;
  try {
    verdict = await open(bytes);
  } catch {
    // An abort inside WebAssembly leaves the module unusable.
    verdict = { state: 'UNREADABLE' };
    spent = true;
  }
  await tell({ kind: 'VERDICT', verdict, spent });
  // The pieces that came through the pipe: memory outside the heap, of which V8 sees no need to rid itself.
  globalThis.gc?.({ type: 'minor', execution: 'sync' });
  return spent;
}

async function opener(request: OpenRequest): Promise<(bytes: Buffer) => Verdict | Promise<Verdict>> {
  const { draw, photo, assess } = request;
  if (assess) {
    const { assessPhoto } = await import('./photo.js');
    return assessPhoto;
  }
  if (photo) {
    const { normalisePhoto } = await import('./photo.js');
    return (bytes) => normalisePhoto(bytes, photo);
  }
  if (draw) {
    const { drawPage } = await import('./draw-page.js');
    return (bytes) => drawPage(bytes, request.mediaType, draw);
  }
  if (request.mediaType === 'application/pdf') {
    const { loadPdfium, openPdf } = await import('./open-pdf.js');
    const pdfium = await loadPdfium();
    return (bytes) => openPdf(pdfium, bytes);
  }
  const { openImage } = await import('./open-image.js');
  return (bytes) => openImage(bytes, request.mediaType);
}

/** One file at a time is here, so all share one room. */
let room = Buffer.alloc(0);

function readBytes(sizeBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (room.length < sizeBytes) room = Buffer.alloc(sizeBytes);
    const bytes = room.subarray(0, sizeBytes);
    let filled = 0;
    const take = (chunk: Buffer): void => {
      if (filled + chunk.length > sizeBytes) {
        reject(new Error('more bytes than announced'));
        return;
      }
      filled += chunk.copy(bytes, filled);
      if (filled === sizeBytes) {
        process.stdin.off('data', take).pause();
        resolve(bytes);
      }
    };
    process.stdin.once('end', () => reject(new Error('fewer bytes than announced')));
    process.stdin.on('data', take).resume();
  });
}

function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}

/** A loop inside a library hears no event: a thread of its own sees that the service is gone, even by kill -9. */
function endWithParent(): void {
  const watch = `const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`;
  new Worker(watch, { eval: true }).unref();
}

main();
