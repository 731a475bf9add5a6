import type { Document } from 'mongodb';
import type { HttpCalls } from './http-calls.js';
import type { Plan } from './plan.js';
import { type Finds, watchFinds } from './query-plans.js';
import { type Compared, compare, median, type Operation, runRound } from './rounds.js';
import { type Figure, figuresOf, type Row, spreadOf } from './rows.js';
import { seed } from './seed.js';
import type { World } from './world.js';

const CALLERS = 8;

const lists = [
  {
    id: 'newest',
    measure: 'Newest 20 of one owner',
    collection: 'documents',
    path: '/api/v1/me/documents?limit=20',
  },
  {
    id: 'search',
    measure: "Search of the owner's titles",
    collection: 'documents',
    path: '/api/v1/me/documents?limit=20&q=giay%20to',
  },
  {
    id: 'accessLog',
    measure: 'Access log of one owner',
    collection: 'accessLog',
    path: '/api/v1/me/accesses?limit=20',
  },
  {
    id: 'queue',
    measure: 'Dossier queue of one centre (HTML page)',
    collection: 'dossiers',
    path: '/counter',
  },
] as const;
type List = (typeof lists)[number];

interface Ready {
  readonly world: World;
  readonly calls: ReadonlyMap<List, HttpCalls>;
  readonly finds: Finds;
}

/**
 * Four lists against the very finds that they make, done by the driver; what is sent to the database is read from its
 * own profiler. With `larger` the same lists are timed on many more records, in turn.
 */
export async function measureLists(plan: Plan, world: World, larger: World | null): Promise<Row[]> {
  const few = await getReady(world, plan.records.few);
  const many = larger && (await getReady(larger, plan.records.many));
  const rows: Row[] = [];
  for (const list of lists) {
    const compared = await compare(plan, {
      callers: CALLERS,
      pid: world.service.pid,
      raw: rawFind(few, list),
      ours: listing(few, list),
    });
    rows.push({
      id: list.id,
      measure: `${list.measure}, ${plan.records.few} records`,
      store: '',
      figures: [...figuresOf(compared, { ratio: 0.45 }), ...planFigures(few, list)],
      note: spreadOf(compared),
    });
    if (many) rows.push(await grown(plan, list, few, many, compared));
  }
  return rows;
}

async function getReady(world: World, records: number): Promise<Ready> {
  await seed(world, records);
  const owner = await world.personCalls('tuyet');
  const clerk = await world.personCalls('ha', 'staff');
  const calls = new Map(lists.map((list) => [list, list.id === 'queue' ? clerk : owner]));
  const finds = await watchFinds(world.connection, async () => {
    for (const list of lists) await calls.get(list)?.call({ path: list.path, status: 200 });
  });
  return { world, calls, finds };
}

function listing({ calls }: Ready, list: List): Operation {
  return async () => {
    await calls.get(list)?.call({ path: list.path, status: 200 });
  };
}

/** The find that the list made, by the driver alone. The search is the one of the two that names a title. */
function rawFind({ world, finds }: Ready, list: List): Operation {
  const { connection } = world;
  const command = findOf(finds, list);
  const collection = connection.getClient().db(connection.name).collection(list.collection);
  const { filter, sort, limit = 0 } = command;
  return async () => {
    const found = await collection.find(filter, { sort, limit }).toArray();
    if (found.length < 20) throw new Error(`${list.measure}: the find gave ${found.length} records`);
  };
}

function findOf(finds: Finds, list: List): Finds['commands'][number] {
  const found = finds.commands.find(
    (command) =>
      command.collection === list.collection &&
      command.limit !== undefined &&
      command.limit >= 20 &&
      command.limit < 100 &&
      namesTitle(command.filter) === (list.id === 'search'),
  );
  if (!found) throw new Error(`${list.measure}: no find on ${list.collection} was seen`);
  return found;
}

function namesTitle(filter: Document): boolean {
  return JSON.stringify(filter).includes('titleFolded');
}

function planFigures({ finds }: Ready, list: List): Figure[] {
  const own = finds.commands.filter((command) => command.collection === list.collection);
  const bad = own.filter((command) => command.scansCollection || command.sortsInMemory);
  return [{ what: 'scans and sorts in memory', value: bad.length, unit: '', aim: { atMost: 0 } }];
}

/** The same list on both databases, in turn. */
async function grown(plan: Plan, list: List, few: Ready, many: Ready, before: Compared): Promise<Row> {
  const ratios: number[] = [];
  await runRound(1, plan.warmUpMs, listing(many, list));
  for (let pair = 0; pair < plan.rounds; pair += 1) {
    const small = await runRound(1, plan.roundMs, listing(few, list));
    const large = await runRound(1, plan.roundMs, listing(many, list));
    ratios.push(median(large.latenciesMs) / median(small.latenciesMs));
  }
  return {
    id: `${list.id}.grown`,
    measure: `${list.measure}, ${plan.records.many} records`,
    store: '',
    figures: [
      { what: `time against ${plan.records.few}`, value: median(ratios), unit: '', aim: { atMost: 1.2 } },
      ...planFigures(many, list),
    ],
    note: `from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; ${before.oursP50Ms.toFixed(1)} ms p50 at 8 at once with few`,
  };
}
