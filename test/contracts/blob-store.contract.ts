import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { BlobExists, type BlobInfo, type BlobStore } from '../../src/storage/blob-store.js';
import { WrongLength } from '../../src/storage/measured.js';

const MIB = 1024 * 1024;

/** What the store must have left besides its objects: nothing. */
export interface StoreUnderTest {
  readonly store: BlobStore;
  /** Everything that lies in the store, seen from beneath it, temporary things included. */
  leftovers(): Promise<readonly string[]>;
}

const opener =
  (bytes: Buffer, chunk = 65_536) =>
  () => {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += chunk) chunks.push(bytes.subarray(at, at + chunk));
    return Readable.from(chunks, { objectMode: false });
  };

async function failureOf(act: Promise<unknown>): Promise<unknown> {
  return await act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The promises of {@link BlobStore}. Every driver runs this suite; `prepare` gives an empty store of its own. */
export function blobStoreContract(prepare: () => Promise<StoreUnderTest>): void {
  let store: BlobStore;
  let leftovers: StoreUnderTest['leftovers'];
  beforeEach(async () => {
    ({ store, leftovers } = await prepare());
  });

  async function read(key: string, range?: { start: number; endExclusive: number }): Promise<Buffer> {
    const found = await store.get(key, range);
    if (found === null) throw new Error('no object');
    const bytes = await buffer(found.stream);
    expect(bytes.length).to.equal(found.lengthBytes);
    return bytes;
  }

  async function keysUnder(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const info of store.list(prefix)) keys.push(info.key);
    return keys;
  }

  it('gives back what was put, whole and by range', async () => {
    const bytes = randomBytes(300_000);
    await store.put('owner/document/1', bytes.length, opener(bytes));
    expect((await read('owner/document/1')).equals(bytes)).to.equal(true);
    for (const [start, endExclusive] of [
      [0, 1],
      [0, bytes.length],
      [1, 2],
      [131_071, 131_073],
      [bytes.length - 1, bytes.length],
      [250_000, bytes.length],
      [17, 17],
    ] as const) {
      const part = await read('owner/document/1', { start, endExclusive });
      expect(part.equals(bytes.subarray(start, endExclusive)), `${start}-${endExclusive}`).to.equal(true);
    }
  });

  it('refuses a range that does not lie within the object', async () => {
    await store.put('a/1', 10, opener(randomBytes(10)));
    for (const range of [
      { start: 0, endExclusive: 11 },
      { start: 10, endExclusive: 12 },
      { start: 11, endExclusive: 11 },
      { start: 5, endExclusive: 4 },
      { start: -1, endExclusive: 4 },
    ]) {
      expect(await failureOf(store.get('a/1', range)), JSON.stringify(range)).to.be.instanceOf(RangeError);
    }
  });

  it('keeps an object of no bytes, and one of 20 MiB', async () => {
    await store.put('empty', 0, opener(Buffer.alloc(0)));
    expect((await read('empty')).length).to.equal(0);
    const big = randomBytes(20 * MIB);
    await store.put('big', big.length, opener(big, 1_000_000));
    expect((await read('big')).equals(big)).to.equal(true);
    expect((await store.head('big'))?.lengthBytes).to.equal(big.length);
  });

  it('tells length and time of an object, and null for one that is not there', async () => {
    const before = Date.now();
    await store.put('here', 3, opener(Buffer.from('abc')));
    const info = await store.head('here');
    expect(info?.key).to.equal('here');
    expect(info?.lengthBytes).to.equal(3);
    expect(info?.storedAt.getTime()).to.be.within(before - 5000, Date.now() + 5000);
    expect(await store.head('not-here')).to.equal(null);
    expect(await store.get('not-here')).to.equal(null);
    expect(await store.get('not-here', { start: 0, endExclusive: 1 })).to.equal(null);
    expect(await store.get('here/under')).to.equal(null);
  });

  it('deletes; deleting what is not there is no error', async () => {
    await store.put('o/d/1', 3, opener(Buffer.from('abc')));
    await store.delete('o/d/1');
    await store.delete('o/d/1');
    await store.delete('never/was');
    expect(await store.head('o/d/1')).to.equal(null);
    expect(await leftovers()).to.deep.equal([]);
  });

  it('never overwrites: a taken key is refused and keeps its bytes', async () => {
    await store.put('taken', 3, opener(Buffer.from('old')));
    expect(await failureOf(store.put('taken', 3, opener(Buffer.from('new'))))).to.be.instanceOf(BlobExists);
    const big = randomBytes(5 * MIB);
    expect(await failureOf(store.put('taken', big.length, opener(big)))).to.be.instanceOf(BlobExists);
    expect((await read('taken')).toString()).to.equal('old');
    expect(await leftovers()).to.deep.equal(['taken']);
  });

  it('of puts at once under one key lets exactly one through', async () => {
    const contents = Array.from({ length: 6 }, (_, index) => Buffer.alloc(200_000, index));
    const results = await Promise.all(
      contents.map((bytes) => failureOf(store.put('race/1', bytes.length, opener(bytes)))),
    );
    const won = results.flatMap((result, index) => (result === undefined ? [index] : []));
    expect(won).to.have.length(1);
    for (const result of results) if (result !== undefined) expect(result).to.be.instanceOf(BlobExists);
    expect((await read('race/1')).equals(contents[won[0] ?? -1] ?? Buffer.alloc(0))).to.equal(true);
    expect(await leftovers()).to.deep.equal(['race/1']);
  });

  it('refuses a source that is shorter or longer than promised, and keeps nothing', async () => {
    for (const promised of [0, 1, 199_999, 200_001, 500_000]) {
      const failure = await failureOf(
        store.put('wrong/length', promised, opener(randomBytes(200_000), 10_000)),
      );
      expect(failure, String(promised)).to.be.instanceOf(WrongLength);
      expect(await store.head('wrong/length')).to.equal(null);
    }
    expect(await leftovers()).to.deep.equal([]);
  });

  it('passes on the failure of a source that breaks, and keeps nothing', async () => {
    const broken = new Error('the spool is gone');
    for (const given of [0, 1, 5, 10]) {
      // Ten chunks are the whole of it: the last case breaks after the last byte.
      const open = () => {
        let sent = 0;
        return new Readable({
          read() {
            sent += 1;
            if (sent <= given) this.push(randomBytes(10_000));
            else this.destroy(broken);
          },
        });
      };
      expect(await failureOf(store.put('broken/source', 100_000, open)), String(given)).to.equal(broken);
      expect(await store.head('broken/source')).to.equal(null);
    }
    const throwing = () => {
      throw broken;
    };
    expect(await failureOf(store.put('broken/source', 100_000, throwing))).to.equal(broken);
    expect(await leftovers()).to.deep.equal([]);
  });

  it('lists in the order of keys, by any prefix, and as far as the caller goes', async () => {
    const keys = [
      'a',
      'a-b/1',
      'b/1',
      'b/10',
      'b/2',
      'b.c',
      'b0',
      'owner/d1/1',
      'owner/d1/2',
      'owner/d2/1',
      'owner2/d/1',
      'B/1',
    ];
    for (const key of keys) await store.put(key, key.length, opener(Buffer.from(key)));
    const sorted = keys.toSorted((one, other) => (one < other ? -1 : 1));
    expect(await keysUnder('')).to.deep.equal(sorted);
    for (const prefix of [
      'a',
      'b',
      'b/',
      'b/1',
      'owner',
      'owner/',
      'owner/d1',
      'owner/d1/',
      'nothing',
      'nothing/here',
    ]) {
      expect(await keysUnder(prefix), prefix).to.deep.equal(sorted.filter((key) => key.startsWith(prefix)));
    }
    const seen: BlobInfo[] = [];
    for await (const info of store.list('owner')) {
      seen.push(info);
      if (seen.length === 2) break;
    }
    expect(seen.map(({ key, lengthBytes }) => [key, lengthBytes])).to.deep.equal([
      ['owner/d1/1', 10],
      ['owner/d1/2', 10],
    ]);
    expect(seen[0]?.storedAt).to.be.instanceOf(Date);
  });

  it('takes no key that could leave the store', async () => {
    const keys = [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '..',
      '../a',
      'a/../../b',
      '.',
      'a/.',
      '.tmp/x',
      'a\\b',
      'a\0b',
      'giấy',
      'a b',
      'x'.repeat(513),
    ];
    for (const key of keys) {
      const failures = [
        await failureOf(store.put(key, 1, opener(Buffer.from('a')))),
        await failureOf(store.get(key)),
        await failureOf(store.head(key)),
        await failureOf(store.delete(key)),
      ];
      for (const failure of failures) expect(failure, JSON.stringify(key)).to.be.instanceOf(RangeError);
    }
    for (const prefix of ['/', '../', 'a//', '.', 'giấy']) {
      expect(await failureOf(keysUnder(prefix)), prefix).to.be.instanceOf(RangeError);
    }
  });

  it('lets a reader go in the middle, and reads the object again', async () => {
    const bytes = randomBytes(8 * MIB);
    await store.put('left', bytes.length, opener(bytes));
    for (let turn = 0; turn < 3; turn += 1) {
      const found = await store.get('left');
      for await (const chunk of found?.stream ?? []) {
        expect(chunk.length).to.be.greaterThan(0);
        break;
      }
      const unread = await store.get('left');
      unread?.stream.destroy();
    }
    expect((await read('left')).equals(bytes)).to.equal(true);
  });
}
