import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { makeInTurn } from '../../src/platform/in-turn.js';

describe('work in turn', () => {
  it('under one key never runs beside other work, whatever fails, and keeps its order', async () => {
    const inTurn = makeInTurn();
    const order: number[] = [];
    let running = 0;
    const outcomes = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((number) =>
        inTurn('a', async () => {
          running += 1;
          expect(running).to.equal(1);
          await wait(5);
          running -= 1;
          order.push(number);
          if (number === 1) throw new Error('one');
          return number;
        }),
      ),
    );
    expect(order).to.deep.equal([0, 1, 2, 3, 4]);
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).to.deep.equal([
      0,
      'failed',
      2,
      3,
      4,
    ]);
  });

  it('under another key waits for nobody', async () => {
    const inTurn = makeInTurn();
    let free = (): void => undefined;
    const held = inTurn('a', () => new Promise<void>((resolve) => (free = resolve)));
    expect(await inTurn('b', () => Promise.resolve('done'))).to.equal('done');
    free();
    await held;
  });

  it('waits for no work that hangs', async () => {
    const inTurn = makeInTurn({ patienceMs: 20 });
    let free = (): void => undefined;
    const held = inTurn('a', () => new Promise<void>((resolve) => (free = resolve)));
    expect(await inTurn('a', () => Promise.resolve('done'))).to.equal('done');
    free();
    await held;
  });
});
