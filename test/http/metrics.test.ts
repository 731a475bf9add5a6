import { createServer } from 'node:net';
import { expect } from 'chai';
import { signIn } from '../support/person.js';
import { makeWorld, type World } from '../support/service.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('metrics', () => {
  let world: World;
  after(() => world.end());

  it('stand on a port of their own, in base units, with routes as patterns and no ids', async () => {
    const port = await freePort();
    world = await makeWorld({ METRICS_PORT: String(port) });
    const service = await world.start();
    const tuyet = await signIn(service.url, 'tuyet');
    await tuyet.call('GET', '/api/v1/me/documents/01a2156c-4db7-731c-8e42-69112e099731');
    expect((await fetch(`${service.url}/metrics`)).status).to.equal(404);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).to.match(
      /motlan_http_request_duration_seconds_count\{[^}]*route="\/api\/v1\/me\/documents\/\{id\}"[^}]*status="404"[^}]*\} 1/,
    );
    expect(text).to.contain('motlan_process_resident_memory_bytes');
    expect(text).to.not.contain('01a2156c');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).to.equal(200);
  });
});
