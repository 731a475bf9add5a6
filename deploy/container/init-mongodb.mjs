// Sets up a fresh replica set and its two users, once; run again it changes nothing.
// Must reach the first member as 127.0.0.1: until there is a user MongoDB lets only the own machine in ("localhost
// exception"), so compose.yaml runs this inside the network of mongo-1.
import { readFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';

const ALREADY_INITIALISED = 23;
const UNAUTHORISED = 13;
const AUTHENTICATION_FAILED = 18;
const USER_EXISTS = 51003;
const LIMIT_MS = 120_000;

const members = setting('MONGODB_MEMBERS').split(',');
const database = process.env.MONGODB_DATABASE || 'motlan';
const port = process.env.MONGODB_LOCAL_PORT || '27017';
const adminPassword = secret('MONGODB_ADMIN_PASSWORD_FILE');
const appPassword = secret('MONGODB_APP_PASSWORD_FILE');
const end = Date.now() + LIMIT_MS;

const stranger = client();
const admin = client({ username: 'admin', password: adminPassword });
try {
  await until('the first member answers', () => stranger.db('admin').command({ ping: 1 }));
  if (!(await canLogIn())) {
    await initiate();
    await until('the first member is primary', async () => {
      const { isWritablePrimary } = await stranger.db('admin').command({ hello: 1 });
      if (!isWritablePrimary) throw new Error('not yet');
    });
    await createUser(stranger, 'admin', 'admin', adminPassword, [{ role: 'root', db: 'admin' }]);
    say('The administrator was made.');
  }
  await until('the first member is primary', async () => {
    const { isWritablePrimary } = await admin.db('admin').command({ hello: 1 });
    if (!isWritablePrimary) throw new Error('not yet');
  });
  const made = await createUser(admin, database, 'motlan', appPassword, [
    { role: 'readWrite', db: database },
  ]);
  say(made ? `The service's user on "${database}" was made.` : 'All is set up already.');
} catch (error) {
  say(`The replica set could not be set up: ${error.message}`);
  process.exitCode = 1;
} finally {
  await Promise.all([stranger.close(), admin.close()]);
}

function client(auth) {
  return new MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: 3000,
    connectTimeoutMS: 3000,
    ...(auth ? { auth, authSource: 'admin' } : {}),
  });
}

async function canLogIn() {
  try {
    await admin.db('admin').command({ ping: 1 });
    return true;
  } catch (error) {
    if (error.code === AUTHENTICATION_FAILED) return false;
    throw error;
  }
}

/** The first member is preferred as primary: it alone can be reached here, and the first user is made on it. */
async function initiate() {
  const config = {
    _id: 'rs0',
    members: members.map((host, _id) => ({ _id, host, priority: _id === 0 ? 2 : 1 })),
  };
  await until('the members take the configuration', async () => {
    try {
      await stranger.db('admin').command({ replSetInitiate: config });
      say(`The replica set of ${members.join(', ')} was made.`);
    } catch (error) {
      if (error.code === UNAUTHORISED)
        throw fatal('there is an administrator already, with another password than the secret');
      if (error.code !== ALREADY_INITIALISED) throw error;
    }
  });
}

/** @returns false when the user is there already */
async function createUser(by, where, user, password, roles) {
  try {
    await by.db(where).command({
      createUser: user,
      pwd: password,
      roles,
      writeConcern: { w: 'majority', wtimeout: 30_000 },
    });
    return true;
  } catch (error) {
    if (error.code === USER_EXISTS) return false;
    throw error;
  }
}

async function until(what, attempt) {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error.fatal) throw error;
      if (Date.now() > end)
        throw new Error(`not within ${LIMIT_MS / 1000} s: ${what} (${error.message})`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function fatal(message) {
  return Object.assign(new Error(message), { fatal: true });
}

function setting(name) {
  const value = process.env[name];
  if (value) return value;
  say(`${name} is not set.`);
  return process.exit(1);
}

function secret(name) {
  return readFileSync(setting(name), 'utf8').trim();
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
