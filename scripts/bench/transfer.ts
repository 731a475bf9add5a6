import type { HttpCalls } from './http-calls.js';
import { formAround, makePaper } from './paper.js';
import type { Plan } from './plan.js';
import { compare } from './rounds.js';
import { figuresOf, type Row, spreadOf } from './rows.js';
import type { World } from './world.js';

const CALLERS = 8;
const MIB = 1024 * 1024;

/** Uploads of 1 MiB by one owner, 8 at once, against bare puts of the same bytes. */
export async function measureUpload(plan: Plan, { personCalls, service, store }: World): Promise<Row[]> {
  const owner = await personCalls('tuyet');
  const work = Array.from({ length: CALLERS }, () => {
    const paper = makePaper(MIB);
    return { paper, form: formAround(paper) };
  });
  const workOf = (caller: number) => {
    const own = work[caller];
    if (!own) throw new RangeError('no such caller');
    own.paper.stamp();
    return own;
  };
  const compared = await compare(plan, {
    callers: CALLERS,
    pid: service.pid,
    raw: (caller) => store.put(workOf(caller).paper.bytes),
    ours: (caller) => add(owner, workOf(caller).form),
  });
  return [
    {
      id: `upload.${store.kind}`,
      measure: 'Upload of 1 MiB, 8 at once',
      store: store.kind,
      figures: figuresOf(compared, { ratio: 0.6, cpuMs: 10 }),
      note: spreadOf(compared),
    },
  ];
}

/** Downloads of 1 MiB by one owner, 8 at once, against bare gets. */
export async function measureDownload(plan: Plan, { personCalls, service, store }: World): Promise<Row[]> {
  const owner = await personCalls('tuyet');
  const targets = await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      const paper = makePaper(MIB);
      const id = await add(owner, formAround(paper));
      return { key: await store.put(paper.bytes), path: `/api/v1/me/documents/${id}/content` };
    }),
  );
  const targetOf = (caller: number) => targets[caller] ?? { key: '', path: '' };
  const compared = await compare(plan, {
    callers: CALLERS,
    pid: service.pid,
    raw: async (caller) => mustBeWhole(await store.get(targetOf(caller).key)),
    ours: async (caller) => mustBeWhole(await owner.length({ path: targetOf(caller).path, status: 200 })),
  });
  return [
    {
      id: `download.${store.kind}`,
      measure: 'Download of 1 MiB, 8 at once',
      store: store.kind,
      figures: figuresOf(compared, { ratio: 0.5, cpuMs: 9 }),
      note: spreadOf(compared),
    },
  ];
}

/** @returns the document's id */
export async function add(owner: HttpCalls, form: ReturnType<typeof formAround>): Promise<string> {
  const made = await owner.call({ method: 'POST', path: '/api/v1/me/documents', status: 201, ...form });
  // The API's own shape; a wrong one fails where the id is used.
  return (JSON.parse(made.text()) as { id: string }).id;
}

function mustBeWhole(length: number): void {
  if (length !== MIB) throw new Error(`${length} bytes instead of ${MIB}`);
}
