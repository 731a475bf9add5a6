import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { leaving, makeFlowBudget } from '../../../src/documents/intake/flow-budget.js';

async function told(turn: Promise<void> | null, then: () => void): Promise<void> {
  if (!turn) throw new Error('it went on at once');
  await turn;
  then();
}

describe('bytes of uploads on their way', () => {
  it('go on while there is room, wait in turn when there is none, and go on as others leave', async () => {
    const budget = makeFlowBudget({ totalBytes: 100, alwaysBytes: 10, patienceMs: 10_000 });
    const [first, second, third] = [budget.begin(), budget.begin(), budget.begin()];
    expect(first.enter(60)).to.equal(null);
    expect(second.enter(30)).to.equal(null);
    const order: string[] = [];
    const secondWaits = told(second.enter(50), () => order.push('second'));
    expect(third.enter(5), 'one with little under way goes on').to.equal(null);
    expect(third.enter(5), 'also when others wait').to.equal(null);
    const thirdWaits = told(third.enter(40), () => order.push('third'));
    expect(budget.usedBytes()).to.equal(100);

    first.leave(20);
    await wait(5);
    expect(order).to.deep.equal([]);
    first.leave(40);
    await secondWaits;
    expect(order, 'in turn').to.deep.equal(['second']);
    second.end();
    await thirdWaits;
    expect(budget.usedBytes()).to.equal(50);
    third.end();
    third.end();
    expect(budget.usedBytes()).to.equal(0);
  });

  it('wait no longer than a moment when nothing leaves', async () => {
    const budget = makeFlowBudget({ totalBytes: 100, alwaysBytes: 10, patienceMs: 20 });
    const stuck = budget.begin();
    expect(stuck.enter(100)).to.equal(null);
    await stuck.enter(50);
    expect(budget.usedBytes()).to.equal(150);
    // More leaves than was counted: the rest is nobody else's.
    const other = budget.begin();
    expect(other.enter(5)).to.equal(null);
    other.leave(500);
    expect(budget.usedBytes()).to.equal(150);
  });

  it('leave once the next piece is asked for', async () => {
    const budget = makeFlowBudget({ totalBytes: 100 });
    const flow = budget.begin();
    expect(flow.enter(12)).to.equal(null);
    async function* pieces() {
      yield await Promise.resolve(Buffer.alloc(8));
      yield Buffer.alloc(4);
    }
    const seen: number[][] = [];
    for await (const piece of leaving(pieces(), flow)) seen.push([piece.length, budget.usedBytes()]);
    expect(seen, 'piece, under way').to.deep.equal([
      [8, 12],
      [4, 4],
    ]);
    expect(budget.usedBytes()).to.equal(0);
  });
});
