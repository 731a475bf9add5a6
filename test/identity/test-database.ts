import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mongoose';

export interface TestDatabase {
  readonly connection: Connection;
  readonly drop: () => Promise<void>;
}

/** A database of its own on the server that MONGODB_URI names. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const uri = process.env['MONGODB_URI'];
  if (!uri) throw new Error('MONGODB_URI names no MongoDB server for the tests');
  const connection = await createConnection(uri, {
    dbName: `identity_${randomBytes(6).toString('hex')}`,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5000 },
  }).asPromise();
  return {
    connection,
    drop: async () => {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
