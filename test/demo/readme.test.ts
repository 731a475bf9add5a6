import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../src/platform/config.js';
import { root } from './run-program.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The lines of a section's table. */
function rowsOf(section: string): string[] {
  const [, text = ''] = readme.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return own.split('\n').filter((line) => line.startsWith('| `'));
}

function namesIn(cells: readonly (string | undefined)[]): string[] {
  return cells.flatMap((cell) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

/** The names that the program itself looks for in its environment. */
function settingsOfTheProgram(): string[] {
  const asked = new Set<string>();
  const environment = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get: (_target, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  readConfig(environment);
  // X_FILE is asked for beside each X.
  return [...asked].filter((name) => !(name.endsWith('_FILE') && asked.has(name.slice(0, -'_FILE'.length))));
}

describe('README.md', () => {
  it('names each setting once, and none that there is not', () => {
    const named = namesIn(rowsOf('Settings').map((row) => row.split('|')[1]));
    expect(named.toSorted()).to.deep.equal(settingsOfTheProgram().toSorted());
  });

  it('names the defaults that hold', () => {
    const { host, port, session, quota, uploadMemoryBytes, mongo, logLevel } = readConfig({});
    const rates = readConfig({ ...productionSettings }).rates;
    const held: Record<string, string | number> = {
      HOST: host,
      PORT: port,
      LOG_LEVEL: logLevel,
      MONGODB_DATABASE: mongo.database,
      SESSION_IDLE_MINUTES: session.idleMinutes,
      SESSION_ABSOLUTE_HOURS: session.absoluteHours,
      QUOTA_BYTES: quota.bytes,
      QUOTA_DOCUMENTS: quota.documents,
      UPLOAD_MEMORY_BYTES: uploadMemoryBytes,
      RATE_CALLS_PER_MINUTE: rates.calls.limit,
      RATE_UPLOADS_PER_HOUR: rates.uploads.limit,
      RATE_TOKENS_PER_MINUTE: rates.tokens.limit,
      RATE_SIGN_INS_PER_MINUTE: rates.signIns.limit,
    };
    const told = Object.fromEntries(
      rowsOf('Settings').map((row) => namesIn(row.split('|').slice(1, 3)) as [string, string]),
    );
    for (const [name, value] of Object.entries(held)) expect(told[name], name).to.equal(String(value));
  });

  it('says of each package what it is there for', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    const named = namesIn(rowsOf('Which library for what').map((row) => row.split('|')[1]));
    const there = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    expect(named.toSorted()).to.deep.equal(there.toSorted());
  });
});

const productionSettings = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db.example/',
  EID_ISSUER: 'https://eid.example',
  EID_CLIENT_ID: 'motlan',
  STAFF_ISSUER: 'https://staff.example',
  STAFF_CLIENT_ID: 'motlan',
  STORAGE: 'disk',
  SCANNER: 'clamd',
  KEYRING_FILE: '/keys/keyring.json',
  SIGNING_KEYS_FILE: '/keys/signing-keys.json',
  SESSION_SECRET: '0123456789abcdef0123456789abcdef',
  PUBLIC_URL: 'https://motlan.example',
};
