import type { MongoClient } from 'mongodb';
import { type Credentials, USER } from './credentials.js';

const NOT_INITIALISED = 94;
const ALREADY_INITIALISED = 23;
const UNAUTHORISED = 13;
const AUTHENTICATION_FAILED = 18;
const POLL_MS = 20;

export interface ReplicaSetOptions {
  readonly port: number;
  readonly credentials: Credentials;
  /** True when an earlier start with this port came to its end: then only the election is waited for. */
  readonly known: boolean;
  readonly hasEnded: () => boolean;
  readonly limitMs: number;
}

/**
 * Makes the server the primary of a set of one, with its user, whatever state an earlier start left it in.
 * @throws Error when it ends or is no primary within the limit
 */
export async function makePrimary(options: ReplicaSetOptions): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const open = (login: boolean) =>
    new MongoClient(uriOf(options, login), {
      directConnection: true,
      serverSelectionTimeoutMS: 2000,
      connectTimeoutMS: 2000,
      maxPoolSize: 1,
    });
  const end = Date.now() + options.limitMs;
  const bare = open(false);
  try {
    await untilAnswering(bare, options, end);
    if (!options.known || !(await becomesPrimary(bare, options, Math.min(end, Date.now() + 5000)))) {
      await initiate(bare, () => open(true), options.port);
      if (!(await becomesPrimary(bare, options, end))) throw new Error('it does not become primary');
    }
    if (!options.known) await ensureUser(bare, open(true), options.credentials);
  } finally {
    await bare.close();
  }
}

/** The embedded server's connection string, with the password. */
export function embeddedUri(port: number, credentials: Credentials): string {
  return uriOf({ port, credentials }, true);
}

function uriOf(
  { port, credentials }: Pick<ReplicaSetOptions, 'port' | 'credentials'>,
  login: boolean,
): string {
  return login
    ? `mongodb://${USER}:${credentials.password}@127.0.0.1:${port}/?replicaSet=rs0&authSource=admin`
    : `mongodb://127.0.0.1:${port}/`;
}

async function untilAnswering(client: MongoClient, options: ReplicaSetOptions, end: number): Promise<void> {
  const { connect } = await import('node:net');
  while (!options.hasEnded() && Date.now() < end) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(options.port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) {
      await client.connect();
      return;
    }
    await pause();
  }
  throw new Error(options.hasEnded() ? 'it ended' : 'it does not answer');
}

async function becomesPrimary(
  client: MongoClient,
  options: ReplicaSetOptions,
  end: number,
): Promise<boolean> {
  while (!options.hasEnded() && Date.now() < end) {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return true;
    await pause();
  }
  return false;
}

/** First start: makes the set. Later, on another port than last time: tells the set its new address. */
async function initiate(bare: MongoClient, openWithLogin: () => MongoClient, port: number): Promise<void> {
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  try {
    await bare.db('admin').command({ replSetInitiate: { _id: 'rs0', members } });
    return;
  } catch (error) {
    if (![ALREADY_INITIALISED, UNAUTHORISED].includes(codeOf(error))) throw error;
  }
  const client = openWithLogin();
  try {
    const { config } = await client.db('admin').command({ replSetGetConfig: 1 });
    if (config.members[0]?.host === members[0]?.host) return;
    await client
      .db('admin')
      .command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  } catch (error) {
    if (codeOf(error) !== NOT_INITIALISED && codeOf(error) !== AUTHENTICATION_FAILED) throw error;
  } finally {
    await client.close();
  }
}

/** MongoDB lets a caller from this machine make the first user, and only that one, without a login. */
async function ensureUser(
  bare: MongoClient,
  withLogin: MongoClient,
  credentials: Credentials,
): Promise<void> {
  try {
    await withLogin.db('admin').command({ ping: 1 });
  } catch (error) {
    if (codeOf(error) !== AUTHENTICATION_FAILED) throw error;
    await bare.db('admin').command({
      createUser: USER,
      pwd: credentials.password,
      roles: ['root'],
      writeConcern: { w: 'majority', j: true },
    });
  } finally {
    await withLogin.close();
  }
}

function codeOf(error: unknown): number {
  return typeof error === 'object' && error && 'code' in error ? Number(error.code) : Number.NaN;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
