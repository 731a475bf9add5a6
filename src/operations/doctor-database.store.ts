import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { type Check, fault, ok, warning } from './doctor-checks.js';

const LEAST_MAJOR = 6;
/** The oldest release that MongoDB still mends (6.0 ended in July 2025). Source: mongodb.com/legal/support-policy/lifecycles */
const SUPPORTED_MAJOR = 7;

export interface ServerFacts {
  readonly version: string;
  readonly replicaSet: string | null;
  readonly members: number;
  /** The server's clock. */
  readonly time: Date;
}

export async function serverFacts(connection: Connection): Promise<ServerFacts> {
  const admin = connection.getClient().db('admin');
  const [hello, build] = [await admin.command({ hello: 1 }), await admin.command({ buildInfo: 1 })];
  return {
    version: String(build['version']),
    replicaSet: typeof hello['setName'] === 'string' ? hello['setName'] : null,
    members: Array.isArray(hello['hosts']) ? hello['hosts'].length : 1,
    // The command answers with a date.
    time: hello['localTime'] as Date,
  };
}

export function checkServer(facts: ServerFacts, production: boolean): Check[] {
  const major = Number.parseInt(facts.version, 10);
  const version =
    major < LEAST_MAJOR
      ? fault('database version', facts.version, `Use MongoDB ${SUPPORTED_MAJOR} or newer.`)
      : major < SUPPORTED_MAJOR
        ? warning(
            'database version',
            `${facts.version}, past its support`,
            `Use MongoDB ${SUPPORTED_MAJOR} or newer.`,
          )
        : ok('database version', facts.version);
  const set = `${facts.replicaSet}, ${facts.members} member(s)`;
  if (facts.replicaSet === null)
    return [
      version,
      fault(
        'replica set',
        'none',
        'Transactions need a replica set: start mongod with --replSet, then rs.initiate().',
      ),
    ];
  const few = production && facts.members < 3;
  return [
    version,
    few
      ? warning(
          'replica set',
          set,
          'With fewer than three members the loss of one stops all writing, or loses data.',
        )
      : ok('replica set', set),
  ];
}

/** Writes with majority and journal, reads back and removes, in a collection of its own. */
export async function checkWriting(connection: Connection): Promise<Check> {
  const probes = connection
    .getClient()
    .db(connection.name)
    .collection<{ _id: string }>('doctorProbes', {
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: 2500 },
      readConcern: { level: 'majority' },
    });
  const _id = randomUUID();
  const began = performance.now();
  await probes.insertOne({ _id });
  const found = await probes.findOne({ _id });
  const { deletedCount } = await probes.deleteOne({ _id });
  const took = `${Math.round(performance.now() - began)} ms`;
  if (found?._id !== _id || deletedCount !== 1)
    return fault('database', 'an acknowledged write was not found', 'Look at the replica set: rs.status().');
  return ok('database', `write with majority and journal, read, delete: ${took}`);
}

/** Compares the indexes of this program's models with those that are there. */
export async function checkIndexes(connection: Connection): Promise<Check> {
  const missing: string[] = [];
  let count = 0;
  for (const model of Object.values(connection.models)) {
    const { name } = model.collection;
    const there = new Set(
      await model.collection.indexes().then(
        (indexes) => indexes.map(({ key }) => JSON.stringify(key)),
        (error: unknown) => {
          // The collection is not there yet.
          if ((error as { code?: number }).code === 26) return [];
          throw error;
        },
      ),
    );
    for (const [key] of model.schema.indexes()) {
      count += 1;
      if (!there.has(JSON.stringify(key))) missing.push(`${name} ${JSON.stringify(key)}`);
    }
  }
  if (missing.length === 0) return ok('indexes', `all ${count} are there`);
  return fault(
    'indexes',
    `missing: ${missing.join(', ')}`,
    'Start the service: it makes them before it is ready.',
  );
}
