import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { measureLists } from './lists.js';
import { measurePages } from './pages.js';
import { measurePartnerRead } from './partner-read.js';
import type { Plan, parts } from './plan.js';
import { diskStore, type RawStore, s3Store } from './raw-store.js';
import { isMet, machine, type Row, tableOf } from './rows.js';
import { measureSlowClients } from './slow-clients.js';
import { measureStart } from './start.js';
import { measureDownload, measureUpload } from './transfer.js';
import { type Database, makeWorld, startDatabase, type World } from './world.js';

type Part = (typeof parts)[number];

/** Measures all that the plan asks for, prints the table and writes the figures as JSON. */
export async function bench(plan: Plan, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'motlan-bench-'));
  const wanted = (part: Part) => plan.only.length === 0 || plan.only.includes(part);
  const before = machine();
  const begun = new Date();
  const rows: Row[] = [];
  const add = (more: readonly Row[]) => {
    rows.push(...more);
    for (const { measure, store } of more) say(`  ${measure}${store && `, ${store}`}`);
  };
  const database = await startDatabase(env);
  try {
    const onDisk = await diskStore(join(folder, 'raw'));
    const onS3 = s3Store(env);
    if (!onS3) say('No S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY: only the disk is measured.');
    for (const store of [onDisk, onS3]) {
      if (!store || !plan.stores.includes(store.kind)) continue;
      await onStore(plan, { database, store, folder, wanted, add });
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const report = { plan: plan.name, begun, ended: new Date(), machine: { before, after: machine() }, rows };
  await mkdir(dirname(plan.jsonFile), { recursive: true });
  await writeFile(plan.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  say('');
  for (const line of tableOf(rows)) say(line);
  const missed = rows.filter((row) => row.figures.some((figure) => isMet(figure) === false)).length;
  say(
    `\n${rows.length} measures, ${missed} short of an aim; load before ${before.load}, after ${machine().load} on ${before.cores} cores; ${plan.jsonFile}`,
  );
}

interface StoreRun {
  readonly database: Database;
  readonly store: RawStore;
  readonly folder: string;
  readonly wanted: (part: Part) => boolean;
  readonly add: (rows: readonly Row[]) => void;
}

interface Measure {
  readonly part: Part;
  readonly run: (world: World) => Promise<Row[]>;
}

/** What depends on the store is measured on each; the rest on the disk only. */
async function onStore(plan: Plan, { database, store, folder, wanted, add }: StoreRun): Promise<void> {
  const { profileFolder } = plan;
  const inWorld = async (name: string, ...measures: Measure[]) => {
    const asked = measures.filter(({ part }) => wanted(part));
    if (asked.length === 0) return;
    const world = await makeWorld({
      database,
      store,
      dataDir: join(folder, `${name}-${store.kind}`),
      profileFolder,
    });
    try {
      for (const { run } of asked) add(await run(world));
    } finally {
      await world.end();
    }
  };
  const byStore: Measure[] = [
    { part: 'partner', run: (world) => measurePartnerRead(plan, world) },
    { part: 'download', run: (world) => measureDownload(plan, world) },
    { part: 'upload', run: (world) => measureUpload(plan, world) },
  ];
  const slow: Measure = { part: 'slow', run: (world) => measureSlowClients(plan, world) };
  try {
    if (store.kind === 'disk') {
      const start: Measure = { part: 'start', run: (world) => measureStart(plan, database, world) };
      const pages: Measure = { part: 'pages', run: (world) => measurePages(plan, world) };
      await inWorld('one', start, ...byStore, pages);
      const lists = (larger: World | null): Measure => ({
        part: 'lists',
        run: (world) => measureLists(plan, world, larger),
      });
      if (plan.records.many === 0) await inWorld('few', lists(null));
      else if (wanted('lists')) {
        const larger = await makeWorld({ database, store, dataDir: join(folder, 'many'), profileFolder });
        try {
          await inWorld('few', lists(larger));
        } finally {
          await larger.end();
        }
      }
    } else await inWorld('one', ...byStore);
    // Memory at rest is part of it: a service that has done nothing else.
    await inWorld('slow', slow);
  } finally {
    await store.clear();
  }
}
