import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { makeMemoryBudget } from '../../../src/documents/intake/memory-budget.js';
import { makePlainCopy } from '../../../src/documents/intake/plain-copy.js';

describe('the plain copy of a small file', () => {
  it('gives the file as often as it is wanted, counts in the memory budget and is gone when discarded', async () => {
    const memory = makeMemoryBudget(100);
    const copy = makePlainCopy(memory, 50);
    copy.add(Buffer.from('first '));
    copy.add(Buffer.from('second'));
    for (let time = 0; time < 2; time += 1) {
      const stream = copy.open();
      expect(stream && (await buffer(stream)).toString()).to.equal('first second');
    }
    expect(memory.usedBytes()).to.equal(12);
    copy.discard();
    copy.discard();
    expect(memory.usedBytes()).to.equal(0);
    expect(copy.open()).to.equal(null);
  });

  it('is given up, with its memory, when the file gets long or memory has no room', () => {
    for (const [roomBytes, mostBytes] of [
      [100, 10],
      [10, 100],
    ] as const) {
      const memory = makeMemoryBudget(roomBytes);
      const copy = makePlainCopy(memory, mostBytes);
      copy.add(Buffer.alloc(8));
      copy.add(Buffer.alloc(8));
      copy.add(Buffer.alloc(1));
      expect(copy.open()).to.equal(null);
      expect(memory.usedBytes()).to.equal(0);
    }
  });
});
