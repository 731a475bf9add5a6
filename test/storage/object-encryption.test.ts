import { createSecretKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import { makeObjectEncryption, probeKeyring } from '../../src/storage/encryption-sdk.js';
import type { Keyring } from '../../src/storage/keyring.js';
import type { ObjectBinding } from '../../src/storage/object-encryption.js';

const FRAME = 65_536;
const FRAME_STRIDE = 4 + 12 + FRAME + 16;
const FINAL_FRAME_OVERHEAD = 4 + 4 + 12 + 4 + 16;
const binding: ObjectBinding = { ownerId: 'owner-1', documentId: 'document-1', version: 1 };

function keyringOf(current: string, ...others: string[]): Keyring {
  const ids = [current, ...others];
  return { currentKeyId: current, keys: new Map(ids.map((id) => [id, createSecretKey(randomBytes(32))])) };
}

function chunksOf(bytes: Buffer, size: number): Readable {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return Readable.from(chunks, { objectMode: false });
}

/** Reads to the end or the error: what came out, and how it ended. */
async function drain(stream: Readable): Promise<{ bytes: Buffer; error: unknown }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), error: undefined };
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : `no refusal: ${String(error)}`;
}

describe('object encryption', () => {
  const keyring = keyringOf('k1');
  const encryption = makeObjectEncryption(keyring);
  type Encryption = typeof encryption;

  async function encrypted(
    plaintext: Buffer,
    {
      to = binding,
      under = encryption,
      chunk = FRAME,
    }: { to?: ObjectBinding; under?: Encryption; chunk?: number } = {},
  ): Promise<Buffer> {
    const message = under.encrypt(to);
    const [bytes] = await Promise.all([buffer(message), pipeline(chunksOf(plaintext, chunk), message)]);
    return bytes;
  }

  async function decrypted(
    message: Buffer,
    options: { to?: ObjectBinding; storedBytes?: number; chunk?: number; under?: Encryption } = {},
  ): Promise<{ bytes: Buffer; error: unknown }> {
    const { to = binding, storedBytes = message.length, chunk = FRAME, under = encryption } = options;
    return await drain(under.decrypt(chunksOf(message, chunk), { binding: to, storedBytes }));
  }

  it('gives back the bytes, at the length it foretold, for lengths around every edge', async () => {
    const lengths = [
      0,
      1,
      2,
      15,
      16,
      4095,
      FRAME - 1,
      FRAME,
      FRAME + 1,
      3 * FRAME - 1,
      3 * FRAME,
      1_000_003,
      10 * 1024 * 1024,
    ];
    const bindings = [
      binding,
      { ownerId: 'ô', documentId: 'x'.repeat(200), version: 12_345 },
      { ownerId: '018f3c1e-7a1c-7d3e-9a52-3f5f0a9b1c2d', documentId: '', version: 10 },
    ];
    for (const bytes of lengths) {
      const plaintext = randomBytes(bytes);
      for (const to of bytes > 1_000_000 ? [binding] : bindings) {
        const message = await encrypted(plaintext, { to });
        expect(message.length).to.equal(encryption.ciphertextBytes(bytes, to));
        const read = await decrypted(message, { to });
        expect(read.error).to.equal(undefined);
        expect(read.bytes.equals(plaintext)).to.equal(true);
      }
    }
  });

  it('foretells the length for keys whose ids differ in length', async () => {
    for (const id of ['k', 'key-2026-11.primary_0123456789-0123456789-0123456789-0123456789']) {
      const under = makeObjectEncryption(keyringOf(id));
      const message = await encrypted(randomBytes(70_000), { under });
      expect(message.length).to.equal(under.ciphertextBytes(70_000, binding));
    }
  });

  it('does not depend on how the bytes are cut into chunks', async () => {
    const plaintext = randomBytes(2 * FRAME + 777);
    for (const chunk of [97, 4096, FRAME + 32, 10_000_000]) {
      const message = await encrypted(plaintext, { chunk });
      expect(message.length).to.equal(encryption.ciphertextBytes(plaintext.length, binding));
      const read = await decrypted(message, { chunk });
      expect(read.error).to.equal(undefined);
      expect(read.bytes.equals(plaintext)).to.equal(true);
    }
  });

  it('writes messages that the library opens by itself, under the committing suite with one wrapped key', async () => {
    const plaintext = randomBytes(100_000);
    const message = await encrypted(plaintext);
    const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const key = keyring.keys.get('k1');
    if (key === undefined) throw new Error('no key');
    const ring = new RawAesKeyringNode({
      keyNamespace: 'motlan',
      keyName: 'k1',
      unencryptedMasterKey: new Uint8Array(key.export()),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    });
    const read = await client.decrypt(ring, message);
    expect(read.plaintext.equals(plaintext)).to.equal(true);
    expect(read.messageHeader.suiteId).to.equal(
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
    );
    expect(read.messageHeader.frameLength).to.equal(FRAME);
    expect(read.messageHeader.encryptedDataKeys).to.have.length(1);
    expect({ ...read.messageHeader.encryptionContext }).to.deep.equal({
      ownerId: 'owner-1',
      documentId: 'document-1',
      version: '1',
    });
  });

  it('refuses an object that was moved to another owner, document or version, and gives no byte', async () => {
    const message = await encrypted(randomBytes(FRAME * 2));
    const others: ObjectBinding[] = [
      { ...binding, ownerId: 'owner-2' },
      { ...binding, documentId: 'document-2' },
      { ...binding, version: 2 },
    ];
    for (const to of others) {
      const read = await decrypted(message, { to });
      expect(codeOf(read.error)).to.equal('CONTENT_DAMAGED');
      expect(read.bytes.length).to.equal(0);
    }
  });

  it('refuses a message whose context says more than the record, though it is authentic', async () => {
    const key = keyring.keys.get('k1');
    if (key === undefined) throw new Error('no key');
    const ring = new RawAesKeyringNode({
      keyNamespace: 'motlan',
      keyName: 'k1',
      unencryptedMasterKey: new Uint8Array(key.export()),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    });
    const { encrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const { result } = await encrypt(ring, 'bytes', {
      suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
      encryptionContext: { ownerId: 'owner-1', documentId: 'document-1', version: '1', purpose: 'other' },
    });
    const read = await decrypted(result);
    expect(codeOf(read.error)).to.equal('CONTENT_DAMAGED');
    expect(read.bytes.length).to.equal(0);
  });

  it('refuses a flipped bit in any byte of header, frame heads and tags, and gives only true bytes before', async () => {
    const plaintext = randomBytes(2 * FRAME + 50);
    const message = await encrypted(plaintext);
    const header = encryption.ciphertextBytes(0, binding) - FINAL_FRAME_OVERHEAD;
    const positions: number[] = [];
    for (let at = 0; at < header; at += 1) positions.push(at);
    for (const frame of [0, 1]) {
      const start = header + frame * FRAME_STRIDE;
      for (let at = 0; at < 17; at += 1) positions.push(start + at);
      positions.push(start + 16 + FRAME / 2);
      for (let at = -17; at < 0; at += 1) positions.push(start + FRAME_STRIDE + at);
    }
    for (let at = header + 2 * FRAME_STRIDE; at < message.length; at += 1) positions.push(at);

    for (const [turn, at] of positions.entries()) {
      const changed = Buffer.from(message);
      changed[at] = (changed[at] ?? 0) ^ (1 << (turn % 8));
      const read = await decrypted(changed, { chunk: turn % 2 === 0 ? FRAME : 20_000 });
      expect(codeOf(read.error), `byte ${at}`).to.equal('CONTENT_DAMAGED');
      expect(read.bytes.equals(plaintext.subarray(0, read.bytes.length)), `byte ${at}`).to.equal(true);
      const wholeFramesBefore = Math.max(0, Math.floor((at - header) / FRAME_STRIDE));
      expect(read.bytes.length, `byte ${at}`).to.be.at.most(wholeFramesBefore * FRAME);
    }
  });

  it('refuses a message cut at a frame, inside one, in the header, or to nothing', async () => {
    const plaintext = randomBytes(3 * FRAME + 5);
    const message = await encrypted(plaintext);
    const header = encryption.ciphertextBytes(0, binding) - FINAL_FRAME_OVERHEAD;
    const cuts = [0, 1, header - 1, header, header + 100, message.length - 1];
    for (const frame of [1, 2, 3])
      cuts.push(header + frame * FRAME_STRIDE, header + frame * FRAME_STRIDE - 16);
    for (const cut of cuts) {
      const short = message.subarray(0, cut);
      // Also when the record was changed to agree with the cut.
      for (const storedBytes of [message.length, cut]) {
        const read = await decrypted(short, { storedBytes });
        expect(codeOf(read.error), `cut at ${cut}`).to.equal('CONTENT_DAMAGED');
        expect(read.bytes.equals(plaintext.subarray(0, read.bytes.length))).to.equal(true);
      }
    }
  });

  it('refuses bytes appended to a message, and frames swapped, doubled or left out', async () => {
    const plaintext = randomBytes(3 * FRAME);
    const message = await encrypted(plaintext);
    const header = encryption.ciphertextBytes(0, binding) - FINAL_FRAME_OVERHEAD;
    const head = message.subarray(0, header);
    const frame = (n: number) => message.subarray(header + n * FRAME_STRIDE, header + (n + 1) * FRAME_STRIDE);
    const tail = message.subarray(header + 3 * FRAME_STRIDE);
    const changed = {
      'one byte more': Buffer.concat([message, Buffer.alloc(1)]),
      'the message twice': Buffer.concat([message, message]),
      swapped: Buffer.concat([head, frame(1), frame(0), frame(2), tail]),
      doubled: Buffer.concat([head, frame(0), frame(0), frame(1), frame(2), tail]),
      'left out': Buffer.concat([head, frame(0), frame(2), tail]),
      'end only': Buffer.concat([head, tail]),
    };
    for (const [what, bytes] of Object.entries(changed)) {
      const read = await decrypted(bytes, { storedBytes: message.length });
      expect(codeOf(read.error), what).to.equal('CONTENT_DAMAGED');
      expect(read.bytes.equals(plaintext.subarray(0, read.bytes.length)), what).to.equal(true);
    }
  });

  it('reads what an old key wrote after rotation, also when one id begins with another', async () => {
    const before = keyringOf('k1');
    const after: Keyring = {
      currentKeyId: 'k10',
      keys: new Map([...keyringOf('k').keys, ...before.keys, ...keyringOf('k10', 'k100').keys]),
    };
    const plaintext = randomBytes(1000);
    const old = await encrypted(plaintext, { under: makeObjectEncryption(before) });
    const rotated = makeObjectEncryption(after);
    expect((await decrypted(old, { under: rotated })).bytes.equals(plaintext)).to.equal(true);

    const fresh = await encrypted(plaintext, { under: rotated });
    expect(rotated.currentKeyId).to.equal('k10');
    expect((await decrypted(fresh, { under: rotated })).bytes.equals(plaintext)).to.equal(true);
    const withoutNew = await decrypted(fresh, { under: makeObjectEncryption(before) });
    expect(codeOf(withoutNew.error)).to.equal('CONTENT_DAMAGED');
  });

  it('refuses another key of the same id', async () => {
    const message = await encrypted(randomBytes(1000));
    const read = await decrypted(message, { under: makeObjectEncryption(keyringOf('k1')) });
    expect(codeOf(read.error)).to.equal('CONTENT_DAMAGED');
    expect(read.bytes.length).to.equal(0);
  });

  it('passes the store’s own failure on unchanged, and calls a broken stored stream a failure of the store', async () => {
    const message = await encrypted(randomBytes(FRAME * 2));
    const failure = new AppError('STORAGE_UNAVAILABLE');
    const failing = (error: Error) => {
      const stored = chunksOf(message, FRAME);
      stored.once('data', () => stored.destroy(error));
      return stored;
    };
    const expected = { binding, storedBytes: message.length };
    expect((await drain(encryption.decrypt(failing(failure), expected))).error).to.equal(failure);
    const raw = await drain(encryption.decrypt(failing(new Error('read ECONNRESET')), expected));
    expect(codeOf(raw.error)).to.equal('STORAGE_UNAVAILABLE');

    const closing = new Readable({ read: () => undefined });
    closing.push(message.subarray(0, 100_000));
    setImmediate(() => closing.destroy());
    expect(codeOf((await drain(encryption.decrypt(closing, expected))).error)).to.equal(
      'STORAGE_UNAVAILABLE',
    );
  });

  it('keeps a failure for the reader that comes late', async () => {
    const message = await encrypted(randomBytes(1000));
    const plaintext = encryption.decrypt(chunksOf(message, FRAME), {
      binding: { ...binding, version: 2 },
      storedBytes: message.length,
    });
    await wait(30);
    expect(codeOf((await drain(plaintext)).error)).to.equal('CONTENT_DAMAGED');
  });

  it('lets go of the stored stream when the reader leaves, with the reader’s own error', async () => {
    const message = await encrypted(randomBytes(FRAME * 20));
    const gone = new Error('the client went away');
    for (const stored of [chunksOf(message, FRAME), new Readable({ read: () => undefined })]) {
      const plaintext = encryption.decrypt(stored, { binding, storedBytes: message.length });
      const closed = new Promise((resolve) => stored.once('close', resolve));
      const failed = once(plaintext, 'error');
      setImmediate(() => plaintext.destroy(gone));
      await closed;
      expect((await failed)[0]).to.equal(gone);
    }
  });

  it('survives messages left half-written and half-read, at any moment', async () => {
    const message = await encrypted(randomBytes(FRAME * 6));
    for (let turn = 0; turn < 60; turn += 1) {
      const writing = encryption.encrypt(binding);
      const reading = encryption.decrypt(chunksOf(message, FRAME), { binding, storedBytes: message.length });
      if (turn % 3 > 0) writing.write(randomBytes(FRAME * (turn % 5) + 10));
      for (const stream of [writing, reading]) {
        if (turn % 2 === 0) stream.resume();
        stream.on('error', () => undefined);
      }
      for (let pause = 0; pause < turn % 13; pause += 1) await new Promise(setImmediate);
      const closed = Promise.all(
        [writing, reading].map((stream) => new Promise((done) => stream.once('close', done))),
      );
      writing.destroy(turn % 4 === 0 ? new Error('the upload broke off') : undefined);
      reading.destroy();
      await closed;
    }
    // A throw outside of any caller's reach would end the test run about now.
    await wait(50);
  });

  it('tries every key of a keyring', async () => {
    await probeKeyring(keyringOf('a', 'b', 'c'));
  });
});
