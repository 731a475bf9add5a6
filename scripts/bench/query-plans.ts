import type { Document } from 'mongodb';
import type { Connection } from '../../src/platform/mongo.js';

export interface SeenFind {
  readonly collection: string;
  readonly filter: Document;
  readonly sort: Record<string, 1 | -1>;
  readonly limit: number | undefined;
  readonly scansCollection: boolean;
  readonly sortsInMemory: boolean;
}
export interface Finds {
  readonly commands: readonly SeenFind[];
}

/** What the database's profiler keeps of a find (system.profile). */
interface Profiled {
  readonly ns: string;
  readonly planSummary?: string;
  readonly hasSortStage?: boolean;
  readonly command: {
    readonly find?: string;
    readonly filter?: Document;
    readonly sort?: Record<string, 1 | -1>;
    readonly limit?: number;
  };
}

/** Has the database note every find while `act` runs, with the plan that it chose: no guess of ours what is asked. */
export async function watchFinds(connection: Connection, act: () => Promise<void>): Promise<Finds> {
  const database = connection.getClient().db(connection.name);
  await database.command({ profile: 2 });
  try {
    await act();
  } finally {
    await database.command({ profile: 0 });
  }
  const seen = await database
    .collection<Profiled>('system.profile')
    .find({ 'command.find': { $exists: true } })
    .toArray();
  return {
    commands: seen.map(({ command, planSummary = '', hasSortStage = false }) => ({
      collection: command.find ?? '',
      filter: command.filter ?? {},
      sort: command.sort ?? {},
      limit: command.limit,
      scansCollection: planSummary.includes('COLLSCAN'),
      sortsInMemory: hasSortStage,
    })),
  };
}
