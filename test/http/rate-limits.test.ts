import { expect } from 'chai';
import { addressKey } from '../../src/http/rate-headers.js';
import { makePartner } from '../support/partner.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('rate limits', function () {
  this.timeout(30_000);
  let world: World;
  let one: RunningService;
  let two: RunningService;
  let tuyet: Person;

  before(async () => {
    world = await makeWorld({ RATE_CALLS_PER_MINUTE: '30', RATE_TOKENS_PER_MINUTE: '3' });
    one = await world.start();
    two = await world.start();
    tuyet = await signIn(one.url, 'tuyet');
  });
  after(() => world.end());

  it('two processes count together: of 60 calls at once exactly 30 less the one at sign-in pass', async () => {
    const calls = Array.from({ length: 60 }, (_, index) =>
      tuyet.at(index % 2 ? one.url : two.url).call('GET', '/api/v1/me/quota'),
    );
    const statuses = (await Promise.all(calls)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).to.have.length(29);
    expect(statuses.filter((status) => status === 429)).to.have.length(31);
  });

  it('a refusal says how long to wait, in Retry-After and in the RateLimit headers', async () => {
    const refused = await tuyet.call('GET', '/api/v1/me/quota', undefined, { 'accept-language': 'en' });
    expect([refused.status, refused.body.code]).to.deep.equal([429, 'RATE_LIMITED']);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).to.be.within(1, 60);
    expect(refused.body.detail).to.contain(`Wait ${wait} seconds`);
    expect(refused.headers.get('ratelimit')).to.equal(`"calls";r=0;t=${wait}`);
    expect(refused.headers.get('ratelimit-policy')).to.equal('"calls";q=30;w=60');
  });

  it('another actor has its own count', async () => {
    const partner = await makePartner(one);
    const answer = await partner.call('GET', '/api/v1/whoami');
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('ratelimit')).to.match(/^"calls";r=29;t=\d+$/);
  });

  it('asking for tokens is counted by address, before anybody is known', async () => {
    const ask = () =>
      fetch(`${one.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.some((answer) => answer.status === 429)).to.equal(true);
  });

  it('an IPv6 household is one address', () => {
    expect(addressKey('2001:db8:1:2:aaaa::1')).to.equal(addressKey('2001:db8:1:2::ffff'));
    expect(addressKey('2001:db8::1')).to.equal('2001:db8:0:0::/64');
    expect(addressKey('2001:db8:1:3::1')).to.not.equal(addressKey('2001:db8:1:2::1'));
    expect(addressKey('::ffff:10.0.0.1')).to.equal('10.0.0.1');
  });
});
