import { connect } from 'node:net';
import { expect } from 'chai';
import { drain, listen, makeHttpServer } from '../../src/platform/http-server.js';

describe('the HTTP server', () => {
  it('drains: cuts what has no end after the limit', async () => {
    const server = makeHttpServer((_request, response) => void response.write('begun'));
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const begin = Date.now();
    await drain(server, 300);
    await closed;
    expect(Date.now() - begin).to.be.within(250, 3000);
  });

  it('drains: an idle kept-alive connection holds nothing up', async () => {
    const server = makeHttpServer((_request, response) => void response.end('done'));
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    const begin = Date.now();
    await drain(server, 10_000);
    expect(Date.now() - begin).to.be.lessThan(2000);
  });

  it('gives a slow phone 15 minutes for a whole upload, and a silent one two', () => {
    const server = makeHttpServer(() => undefined);
    expect(server.requestTimeout).to.equal(900_000);
    expect(server.timeout).to.equal(120_000);
    expect(server.headersTimeout).to.equal(30_000);
  });
});
