import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { parts, Plan } from './plan.js';
import { diskStore, type RawStore, s3Store } from './raw-store.js';
import { isMet, machine, type Row, tableOf } from './rows.js';
import { measureDownload, measureUpload } from './transfer.js';
import { type Database, makeWorld, startDatabase } from './world.js';

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

async function onStore(
  plan: Plan,
  {
    database,
    store,
    folder,
    wanted,
    add,
  }: {
    database: Database;
    store: RawStore;
    folder: string;
    wanted: (part: Part) => boolean;
    add: (rows: readonly Row[]) => void;
  },
): Promise<void> {
  const dataDir = join(folder, `data-${store.kind}`);
  try {
    const world = await makeWorld({ database, store, dataDir, profileFolder: plan.profileFolder });
    try {
      if (wanted('upload')) add(await measureUpload(plan, world));
      if (wanted('download')) add(await measureDownload(plan, world));
    } finally {
      await world.end();
    }
  } finally {
    await store.clear();
  }
}
