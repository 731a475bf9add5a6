import type { Connection } from '../../src/platform/mongo.js';

/** What the server did for one query: its own profile of it. */
export interface Profile {
  /** Like `IXSCAN { ownerId: 1, _id: -1 }`. */
  readonly planSummary: string;
  readonly keysExamined: number;
  readonly docsExamined: number;
  readonly hasSortStage?: boolean;
}

/** Runs something and gives what the server did for the queries it sent to a collection, in order. */
export async function profiled(
  connection: Connection,
  collection: string,
  run: () => Promise<unknown>,
): Promise<Profile[]> {
  const database = connection.getClient().db(connection.name);
  await database.command({ profile: 2 });
  try {
    await run();
  } finally {
    await database.command({ profile: 0 });
  }
  const found = await database
    .collection('system.profile')
    .find<Profile & { readonly ns: string }>({ ns: `${connection.name}.${collection}` })
    .sort({ ts: 1 })
    .toArray();
  await database.collection('system.profile').drop();
  return found;
}
