import { expect } from 'chai';
import { makeOidcAdapter } from '../../src/oidc-storage/index.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

describe('the storage of the authorisation servers', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  it('lets one of twenty equal jti through', async () => {
    const used = makeOidcAdapter(database.connection, 'partners')('ReplayDetection');
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => used.upsert('same', { jti: 'same', kind: 'ReplayDetection' }, 60)),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).to.have.length(1);
    const refused = tries.find((one) => one.status === 'rejected');
    expect(refused?.reason).to.include({ error: 'invalid_client' });
  });

  it('lets one of twenty uses of a code through, and saving it again does not make it fresh', async () => {
    const codes = makeOidcAdapter(database.connection, 'eid')('AuthorizationCode');
    await codes.upsert('code', { jti: 'code', kind: 'AuthorizationCode', grantId: 'g' }, 60);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => codes.consume('code')));
    expect(tries.filter((one) => one.status === 'fulfilled')).to.have.length(1);
    await codes.upsert('code', { jti: 'code', kind: 'AuthorizationCode', grantId: 'g' }, 60);
    expect(await codes.find('code'))
      .to.have.property('consumed')
      .that.is.a('number');
  });

  it('gives back what was stored, keys with dots included, and keeps no id that could be shown', async () => {
    const tokens = makeOidcAdapter(database.connection, 'partners')('AccessToken');
    const payload = { jti: 'secret-token', kind: 'AccessToken', extra: { 'https://a.b/c': { $set: 1 } } };
    await tokens.upsert('secret-token', payload, 60);
    expect(await tokens.find('secret-token')).to.deep.equal(payload);
    const raw = await database.connection.collection('oidcRecords').find({}).toArray();
    expect(JSON.stringify(raw)).to.not.include('secret-token');
  });

  it('does not give what has expired, belongs to another server or was revoked with its grant', async () => {
    const codes = makeOidcAdapter(database.connection, 'eid')('AuthorizationCode');
    await codes.upsert('old', { jti: 'old', kind: 'AuthorizationCode' }, -1);
    expect(await codes.find('old')).to.equal(undefined);
    await codes.upsert('mine', { jti: 'mine', kind: 'AuthorizationCode', grantId: 'grant-1' }, 60);
    expect(await makeOidcAdapter(database.connection, 'other')('AuthorizationCode').find('mine')).to.equal(
      undefined,
    );
    await codes.revokeByGrantId('grant-1');
    expect(await codes.find('mine')).to.equal(undefined);
  });

  it('finds a session by its uid, with its id', async () => {
    const sessions = makeOidcAdapter(database.connection, 'eid')('Session');
    await sessions.upsert('sid', { jti: 'sid', kind: 'Session', uid: 'uid-1' }, 60);
    expect(await sessions.findByUid('uid-1')).to.include({ jti: 'sid', uid: 'uid-1' });
  });
});
