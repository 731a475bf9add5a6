import type { HttpCalls } from './http-calls.js';
import { formAround, makePaper } from './paper.js';
import type { Plan } from './plan.js';
import { compare, type Operation } from './rounds.js';
import { figuresOf, type Row, spreadOf } from './rows.js';
import type { World } from './world.js';

const CALLERS = 8;
const MIB = 1024 * 1024;

/** Upload and download of 1 MiB by one owner, 8 at once, against the bare store. */
export async function measureTransfer(plan: Plan, world: World): Promise<Row[]> {
  const owner = await world.personCalls('tuyet');
  const { pid } = world.service;
  const { store } = world;
  const papers = Array.from({ length: CALLERS }, () => makePaper(MIB));
  const forms = papers.map((paper) => formAround(paper));
  const paperOf = (caller: number) => papers[caller] ?? makePaper(MIB);

  const upload = await compare(plan, {
    callers: CALLERS,
    pid,
    raw: async (caller) => {
      const paper = paperOf(caller);
      paper.stamp();
      await store.put(paper.bytes);
    },
    ours: async (caller) => {
      paperOf(caller).stamp();
      await owner.call({ method: 'POST', path: '/api/v1/me/documents', status: 201, ...forms[caller] });
    },
  });

  const keys = await Promise.all(papers.map((paper) => store.put(paper.bytes)));
  const paths = await newestPaths(owner);
  const download = await compare(plan, {
    callers: CALLERS,
    pid,
    raw: (caller) => store.get(keys[caller] ?? ''),
    ours: reading(owner, paths, MIB),
  });

  return [
    {
      id: `upload.${store.kind}`,
      measure: 'Upload of 1 MiB, 8 at once',
      store: store.kind,
      figures: figuresOf(upload, { ratio: 0.6, cpuMs: 10 }),
      note: spreadOf(upload),
    },
    {
      id: `download.${store.kind}`,
      measure: 'Download of 1 MiB, 8 at once',
      store: store.kind,
      figures: figuresOf(download, { ratio: 0.5, cpuMs: 9 }),
      note: spreadOf(download),
    },
  ];
}

async function newestPaths(owner: HttpCalls): Promise<string[]> {
  const page = await owner.call({ path: `/api/v1/me/documents?limit=${CALLERS}`, status: 200 });
  // Our own API's shape; a wrong one fails at the first read.
  const { items } = JSON.parse(page.text()) as { items: { id: string }[] };
  return items.map(({ id }) => `/api/v1/me/documents/${id}/content`);
}

function reading(calls: HttpCalls, paths: readonly string[], sizeBytes: number): Operation {
  return async (caller) => {
    const length = await calls.length({ path: paths[caller % paths.length] ?? '', status: 200 });
    if (length !== sizeBytes) throw new Error(`${length} bytes instead of ${sizeBytes}`);
  };
}
