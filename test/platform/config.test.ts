import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/platform/config.js';

describe('the settings', () => {
  const faultsOf = (env: NodeJS.ProcessEnv) => {
    try {
      readConfig(env);
    } catch (error) {
      if (error instanceof ConfigError) return error.faults.map((fault) => fault.split(':')[0]);
      throw error;
    }
    return [];
  };

  it('need nothing for a first look', () => {
    const config = readConfig({}, '/srv/motlan');
    expect(config).to.deep.include({ publicUrl: 'http://127.0.0.1:3000', dataDir: '/srv/motlan/.data' });
    expect(config.storage).to.deep.equal({ kind: 'disk', folder: '/srv/motlan/.data/objects' });
  });

  it('are refused with all faults at once', () => {
    const env = { PORT: 'x', LOG_LEVEL: 'loud', SESSION_SECRET: 'short', MONGODB_URI: 'http://db' };
    expect(faultsOf(env)).to.have.members(Object.keys(env));
  });

  it('of production are refused with all that is missing at once', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).to.include.members([
      'MONGODB_URI',
      'EID_ISSUER',
      'STAFF_ISSUER',
      'SCANNER',
      'KEYRING_FILE',
      'SIGNING_KEYS_FILE',
      'SESSION_SECRET',
      'PUBLIC_URL',
    ]);
  });

  it('refuse the development e-ID on an address that others reach, unless asked for by name', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).to.deep.equal(['HOST']);
    expect(faultsOf({ HOST: '0.0.0.0', DEV_EID: 'allow-anywhere' })).to.deep.equal([]);
  });

  it('take a secret from the file that X_FILE names, without its last line end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'motlan-config-'));
    const file = join(folder, 'secret');
    const secret = 's'.repeat(40);
    await writeFile(file, `${secret}\n`);
    try {
      expect(readConfig({ SESSION_SECRET_FILE: file }).sessionSecret).to.equal(secret);
      expect(faultsOf({ SESSION_SECRET_FILE: file, SESSION_SECRET: secret })).to.deep.equal([
        'SESSION_SECRET',
      ]);
      expect(faultsOf({ SESSION_SECRET_FILE: join(folder, 'none') })).to.deep.equal(['SESSION_SECRET_FILE']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
