import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import { BlobExists } from '../../src/storage/blob-store.js';
import { makeS3BlobStore, type S3BlobStore } from '../../src/storage/s3-blob-store.js';

const timeouts = { connectMs: 300, answerMs: 200, stallMs: 300 };

async function failureOf(act: Promise<unknown>): Promise<unknown> {
  return await act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function listAll(store: S3BlobStore): Promise<void> {
  for await (const info of store.list('')) expect(info).to.be.an('object');
}

function opener(bytes: Buffer): { open: () => Readable; opened: Readable[] } {
  const opened: Readable[] = [];
  const open = () => {
    const source = Readable.from([bytes], { objectMode: false });
    opened.push(source);
    return source;
  };
  return { open, opened };
}

async function expectUnavailable(store: S3BlobStore): Promise<void> {
  const { open, opened } = opener(Buffer.alloc(3_000_000));
  for (const act of [
    () => store.head('a'),
    () => store.get('a'),
    () => store.delete('a'),
    () => listAll(store),
    () => store.put('a', 3_000_000, open),
  ]) {
    const failure = await failureOf(act());
    expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
    // Checked on the line above.
    expect((failure as AppError).cause).to.be.instanceOf(Error);
  }
  expect(opened.length).to.be.within(1, 3);
  expect(opened.every((source) => source.destroyed)).to.equal(true);
}

describe('S3 blob store when the gateway fails', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function storeOn(server: Server): Promise<S3BlobStore> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    // A TCP server has an address of this form.
    return storeAt((server.address() as AddressInfo).port);
  }

  function storeAt(port: number): S3BlobStore {
    const store = makeS3BlobStore({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'documents',
      accessKey: 'access',
      secretKey: 'secret',
      timeouts,
    });
    closers.push(() => store.close());
    return store;
  }

  const gateway = async (answer: (...given: Parameters<RequestListener>) => void | Promise<void>) =>
    await storeOn(createServer((request, response) => void answer(request, response)));

  it('ends in bounded time at a gateway that accepts and never answers', async function () {
    this.timeout(8000);
    await expectUnavailable(await storeOn(createTcpServer()));
  });

  it('ends at once at a port where nobody listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await expectUnavailable(storeAt(port));
  });

  it('calls 5xx answers a failure of the store, and retries a put a bounded number of times', async () => {
    let puts = 0;
    const store = await gateway(async (request, response) => {
      await buffer(request);
      if (request.method === 'PUT') puts += 1;
      response.writeHead(request.method === 'HEAD' ? 404 : 503).end();
    });
    const { open, opened } = opener(Buffer.from('bytes'));
    const failure = await failureOf(store.put('a', 5, open));
    expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
    expect([puts, opened.length]).to.deep.equal([3, 3]);
  });

  it('stores at the second attempt with the same bytes, opened anew', async () => {
    const bodies: string[] = [];
    const store = await gateway(async (request, response) => {
      const body = await buffer(request);
      if (request.method === 'PUT') bodies.push(body.toString());
      response.writeHead(request.method === 'HEAD' ? 404 : bodies.length === 1 ? 500 : 200).end();
    });
    await store.put('a', 5, opener(Buffer.from('bytes')).open);
    expect(bodies).to.deep.equal(['bytes', 'bytes']);
  });

  it('knows its own object again when only the answer was lost, and never another’s', async () => {
    for (const own of [true, false]) {
      let puts = 0;
      const deleted: string[] = [];
      let mark: string | undefined;
      const store = await gateway(async (request, response) => {
        await buffer(request);
        if (request.method === 'PUT') {
          puts += 1;
          mark = own ? String(request.headers['x-amz-meta-put-id']) : 'of-another-put';
          request.socket.destroy();
          return;
        }
        if (request.method === 'DELETE') deleted.push(String(request.url));
        response
          .writeHead(200, {
            'content-length': 5,
            'x-amz-meta-put-id': mark,
            'last-modified': new Date().toUTCString(),
          })
          .end();
      });
      const failure = await failureOf(store.put('a', 5, opener(Buffer.from('bytes')).open));
      if (own) expect(failure).to.equal(undefined);
      else expect(failure).to.be.instanceOf(BlobExists);
      expect(puts).to.equal(1);
      expect(deleted).to.deep.equal([]);
    }
  });

  it('gives up on a put whose body nobody takes, and on one that is never answered', async () => {
    for (const takesBody of [true, false]) {
      const store = await gateway((request, response) => {
        if (request.method === 'HEAD') response.writeHead(404).end();
        else if (takesBody) request.resume();
        else request.pause();
      });
      const failure = await failureOf(store.put('a', 20_000_000, opener(Buffer.alloc(20_000_000)).open));
      expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
    }
  });

  it('fails a body that stalls or breaks off, after the bytes that came', async () => {
    for (const breaks of [true, false]) {
      const store = await gateway((_request, response) => {
        response.writeHead(200, { 'content-length': 1000, 'last-modified': new Date().toUTCString() });
        response.write(Buffer.alloc(400), () => breaks && setImmediate(() => response.socket?.destroy()));
      });
      const found = await store.get('a');
      let seen = 0;
      const failure = await failureOf(
        (async () => {
          for await (const chunk of found?.stream ?? []) seen += (chunk as Buffer).length;
        })(),
      );
      expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
      expect(seen).to.equal(400);
    }
  });

  it('waits for a reader that takes its time', async () => {
    const bytes = Buffer.alloc(4_000_000, 7);
    const store = await gateway((_request, response) => {
      response
        .writeHead(200, { 'content-length': bytes.length, 'last-modified': new Date().toUTCString() })
        .end(bytes);
    });
    const found = await store.get('a');
    await wait(timeouts.stallMs * 2);
    let seen = 0;
    for await (const chunk of found?.stream ?? []) {
      if (seen === 0) await wait(timeouts.stallMs * 2);
      seen += (chunk as Buffer).length;
    }
    expect(seen).to.equal(bytes.length);
  });
});
