import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { makeClamdScanner, makeNoScanner } from '../../src/scanning/index.js';
import { eicar, noise, onePagePdf, pdfWithAttachment } from '../documents/intake/support/made-files.js';
import { needClamd } from '../support/real-parts.js';

const streamOf = (bytes: Buffer, chunk = 65_536): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    })(),
    { objectMode: false },
  );

describe('scanning with clamd', () => {
  let server: Server;
  let port = 0;
  let sockets: Socket[] = [];
  let behave: (socket: Socket, received: () => Buffer) => void;

  beforeEach(async () => {
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      const chunks: Buffer[] = [];
      socket.on('data', (bytes) => chunks.push(bytes)).on('error', () => {});
      behave(socket, () => Buffer.concat(chunks));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const scanner = (limits: object = {}) => makeClamdScanner({ host: '127.0.0.1', port, ...limits });
  /** Answers once the stream's end (a zero length) has come. */
  const answering = (text: string) => (socket: Socket, received: () => Buffer) => {
    socket.on('data', () => {
      if (received().subarray(-4).equals(Buffer.alloc(4))) socket.end(text);
    });
  };

  it('a clean answer is CLEAN, and clamd got every byte in framed chunks', async () => {
    let got: Buffer = Buffer.alloc(0);
    behave = (socket, received) => {
      answering('stream: OK\0')(socket, received);
      socket.on('close', () => (got = received()));
    };
    const bytes = noise(200_000).map((byte) => byte | 1);
    expect(await scanner().scan(streamOf(bytes as Buffer))).to.deep.equal({ state: 'CLEAN' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(got.subarray(0, 10).toString()).to.equal('zINSTREAM\0');
    const parts: Buffer[] = [];
    for (let at = 10; ; ) {
      const length = got.readUInt32BE(at);
      if (length === 0) break;
      parts.push(got.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    expect(Buffer.concat(parts).equals(bytes)).to.equal(true);
  });

  it('a finding is INFECTED with its signature', async () => {
    behave = answering('stream: Eicar-Test-Signature FOUND\0');
    expect(await scanner().scan(streamOf(noise(10)))).to.deep.equal({
      state: 'INFECTED',
      signature: 'Eicar-Test-Signature',
    });
  });

  for (const answer of [
    'INSTREAM size limit exceeded. ERROR\0',
    'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0',
    'stream: Heuristics.Encrypted.PDF FOUND\0',
    'UNKNOWN COMMAND\0',
    'stream: OK', // cut before its end
  ]) {
    it(`"${answer.replace('\0', '')}" is NOT_SCANNED, never clean`, async () => {
      behave = answering(answer);
      expect(await scanner().scan(streamOf(noise(10)))).to.include({ state: 'NOT_SCANNED' });
    });
  }

  it('clamd that closes in mid-stream at its size limit gives NOT_SCANNED', async () => {
    behave = (socket) => socket.once('data', () => socket.end('INSTREAM size limit exceeded. ERROR\0'));
    expect(await scanner().scan(streamOf(noise(4_000_000)))).to.include({ state: 'NOT_SCANNED' });
  });

  it('clamd that closes without a word gives NOT_SCANNED', async () => {
    behave = (socket) => socket.destroy();
    expect(await scanner().scan(streamOf(noise(500_000)))).to.include({ state: 'NOT_SCANNED' });
  });

  it('clamd that stalls gives NOT_SCANNED within its time', async () => {
    behave = () => {};
    const begun = performance.now();
    const result = await scanner({ stallMs: 100 }).scan(streamOf(noise(10)));
    expect(result).to.deep.equal({ state: 'NOT_SCANNED', reason: 'clamd stalls' });
    expect(performance.now() - begun).to.be.below(2000);
  });

  it('clamd that trickles past the time of a scan gives NOT_SCANNED', async () => {
    behave = (socket) => {
      const drip = setInterval(() => socket.write('.'), 20);
      socket.on('close', () => clearInterval(drip));
    };
    expect(await scanner({ scanMs: 150 }).scan(streamOf(noise(10)))).to.include({ state: 'NOT_SCANNED' });
  });

  it('clamd that is down gives NOT_SCANNED', async () => {
    const closed = makeClamdScanner({ host: '127.0.0.1', port: 1 });
    expect(await closed.scan(streamOf(noise(10)))).to.deep.equal({
      state: 'NOT_SCANNED',
      reason: 'clamd: ECONNREFUSED',
    });
  });

  it('bytes that cannot be read are an error of theirs, not a missing scan', async () => {
    behave = answering('stream: OK\0');
    const broken = new Readable({
      read() {
        this.destroy(new Error('damaged'));
      },
    });
    const fault = await scanner()
      .scan(broken)
      .catch((error: Error) => error);
    expect(fault).to.be.an('error').with.property('message', 'damaged');
  });

  it('without a scanner a file is NOT_SCANNED', async () => {
    expect(await makeNoScanner().scan(streamOf(noise(10)))).to.include({ state: 'NOT_SCANNED' });
  });
});

describe('scanning with a real clamd', () => {
  it('takes an ordinary PDF, finds the test virus alone and inside a PDF', async function () {
    const scanner = makeClamdScanner(needClamd(this));
    expect(await scanner.scan(streamOf(onePagePdf()))).to.deep.equal({ state: 'CLEAN' });
    expect(await scanner.scan(streamOf(eicar()))).to.include({ state: 'INFECTED' });
    expect(await scanner.scan(streamOf(pdfWithAttachment(eicar())))).to.include({ state: 'INFECTED' });
  });
});
