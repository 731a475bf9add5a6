import { once } from 'node:events';
import { open, readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpCalls } from './http-calls.js';
import { formAround, MARKER, makePaper } from './paper.js';
import type { Plan } from './plan.js';
import { residentBytes } from './process-figures.js';
import { quantile } from './rounds.js';
import type { Row } from './rows.js';
import type { World } from './world.js';

const MIB = 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
/** Between two visits: what is asked is how long somebody waits, not how much the service can take on top. */
const PAUSE_MS = 25;
const otherRoutes = ['/api/v1/me/documents?limit=20', '/api/v1/session', '/documents', '/healthz'];

/** Many clients at once that each send a large file slowly: memory, what lies on the disk, and the others meanwhile. */
export async function measureSlowClients(plan: Plan, world: World): Promise<Row[]> {
  const { clients, bytes, overMs } = plan.slow;
  const { service, store } = world;
  const owner = await world.personCalls('tuyet');
  const idle = await visitOthers(owner, Math.max(4 * plan.roundMs, 200));
  const idleMemory = residentBytes(service.pid);
  const { headers, bodies } = makeBodies(clients, bytes);
  const upload = {
    url: `${service.url}/api/v1/me/documents`,
    headers: { ...(await world.headersOf('tuyet')), ...headers },
    overMs,
  };

  const done = new AbortController();
  let peak = idleMemory;
  let plaintextFiles = 0;
  const watching = (async () => {
    while (!done.signal.aborted) {
      const now = residentBytes(service.pid);
      if (now.all > peak.all) peak = now;
      plaintextFiles += await filesWithMarker(join(service.dataDir, 'spool'));
      await wait(200);
    }
  })();
  const visiting = (async () => {
    const latencies: number[] = [];
    while (!done.signal.aborted) latencies.push(...(await visitOthers(owner, 300)));
    return latencies;
  })();
  const begun = performance.now();
  const outcomes = await Promise.allSettled(bodies.map((pieces) => sendSlowly({ ...upload, pieces })));
  const seconds = (performance.now() - begun) / 1000;
  done.abort();
  await watching;
  const busy = await visiting;
  plaintextFiles += await filesWithMarker(service.dataDir);

  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  const [idleP99, busyP99] = [quantile(idle, 0.99), quantile(busy, 0.99)];
  return [
    {
      id: `slowClients.${store.kind}`,
      measure: `${clients} slow uploads of ${(bytes / MIB).toFixed(1)} MiB at once`,
      store: store.kind,
      figures: [
        { what: 'failed', value: failures.length, unit: '', aim: { atMost: 0 } },
        {
          what: 'memory above idle',
          value: (peak.all - idleMemory.all) / MIB,
          unit: 'MiB',
          aim: { atMost: 200 },
        },
        { what: 'of it in the main process', value: (peak.main - idleMemory.main) / MIB, unit: 'MiB' },
        { what: 'files with plaintext', value: plaintextFiles, unit: '', aim: { atMost: 0 } },
        { what: 'others p99 against idle', value: busyP99 / idleP99, unit: '', aim: { atMost: 5 } },
        { what: 'others p99 at idle', value: idleP99, unit: 'ms' },
        { what: 'others p99 meanwhile', value: busyP99, unit: 'ms' },
        { what: 'all done after', value: seconds, unit: 's' },
      ],
      ...(failures[0] === undefined ? {} : { note: failures[0].slice(0, 160) }),
    },
  ];
}

async function visitOthers(calls: HttpCalls, ms: number): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  const begun = performance.now();
  for (let visit = 0; visit < otherRoutes.length || performance.now() - begun < ms; visit += 1) {
    const at = performance.now();
    await calls.call({ path: otherRoutes[visit % otherRoutes.length] ?? '/healthz', status: 200 });
    latenciesMs.push(performance.now() - at);
    await wait(PAUSE_MS);
  }
  return latenciesMs;
}

interface SlowUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly Buffer[];
  readonly overMs: number;
}

/** One body per client, each with a hash of its own; all but the first piece is shared, so that we stay small. */
function makeBodies(clients: number, bytes: number) {
  const paper = makePaper(bytes, { marked: true });
  const form = formAround(paper);
  const [before = Buffer.alloc(0), , after = Buffer.alloc(0)] = form.body;
  const shared: Buffer[] = [];
  for (let at = PIECE_BYTES; at < bytes; at += PIECE_BYTES) {
    shared.push(paper.bytes.subarray(at, Math.min(at + PIECE_BYTES, bytes)));
  }
  const bodies = Array.from({ length: clients }, () => {
    paper.stamp();
    return [Buffer.concat([before, paper.bytes.subarray(0, PIECE_BYTES)]), ...shared, Buffer.from(after)];
  });
  return { headers: form.headers, bodies };
}

/** Sends one upload piece by piece, evenly over `overMs`. @throws Error when the answer is not 201 */
async function sendSlowly({ url, headers, pieces, overMs }: SlowUpload): Promise<void> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': String(length) },
  });
  const answered = new Promise<void>((resolve, reject) => {
    sent.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.once('error', reject).once('end', () => {
        if (response.statusCode === 201) resolve();
        else reject(new Error(`${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
  });
  const begin = performance.now();
  const send = async () => {
    for (const [at, piece] of pieces.entries()) {
      const due = begin + (overMs * at) / pieces.length;
      await wait(Math.max(0, due - performance.now()));
      if (!sent.write(piece)) await once(sent, 'drain');
    }
    sent.end();
  };
  await Promise.race([Promise.all([send(), answered]), answered]);
}

/** How many files below a folder hold the papers' plaintext. Files may go while we look. */
async function filesWithMarker(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let found = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    if (await holdsMarker(join(entry.parentPath, entry.name))) found += 1;
  }
  return found;
}

/** The marker fills a paper, so any 64 KiB of one hold it: the file's first piece and its last are looked at. */
async function holdsMarker(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return false;
  try {
    const { size } = await file.stat();
    for (const at of new Set([0, Math.max(0, size - PIECE_BYTES)])) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, at);
      if (buffer.subarray(0, bytesRead).includes(MARKER)) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}
