import { setTimeout as wait } from 'node:timers/promises';
import type { Plan } from './plan.js';
import { residentBytes } from './process-figures.js';
import { median } from './rounds.js';
import type { Row } from './rows.js';
import { startService } from './service.js';
import type { Database, World } from './world.js';

const MIB = 1024 * 1024;
/** Until what the start left behind is collected. */
const SETTLE_MS = 1500;

/** Time to ready and memory at rest of a further process on this data: keys and indexes are there already. */
export async function measureStart(plan: Plan, database: Database, world: World): Promise<Row[]> {
  const { dataDir, database: name } = world.service;
  const settings = { mongoUri: database.uri, database: name, dataDir, storage: world.store.settings };
  const readyMs: number[] = [];
  const idleMiB: number[] = [];
  for (let start = 0; start < plan.starts; start += 1) {
    const service = await startService(settings);
    try {
      readyMs.push(service.readyMs);
      if (plan.name !== 'tiny') await wait(SETTLE_MS);
      idleMiB.push(residentBytes(service.pid).all / MIB);
    } finally {
      await service.stop();
    }
  }
  return [
    {
      id: 'start',
      measure: 'Start with the database up',
      store: '',
      figures: [
        { what: 'ready, median', value: median(readyMs) / 1000, unit: 's', aim: { atMost: 2 } },
        { what: 'memory at rest', value: median(idleMiB), unit: 'MiB', aim: { atMost: 220 } },
      ],
      note: `ready from ${(Math.min(...readyMs) / 1000).toFixed(2)} to ${(Math.max(...readyMs) / 1000).toFixed(2)} s`,
    },
  ];
}
