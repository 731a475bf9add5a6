import { expect } from 'chai';
import { parseWith } from '../../src/http/parse.js';
import { problemOf } from '../../src/http/problem.js';
import { z } from '../../src/http/zod.js';
import { AppError } from '../../src/platform/app-error.js';

const schema = z.strictObject({
  name: z.string().min(1).max(3),
  day: z.iso.date(),
  kind: z.enum(['A', 'B']),
  count: z.number(),
});

function faultsOf(value: unknown, language: 'vi' | 'en') {
  try {
    parseWith(schema, value);
  } catch (error) {
    if (error instanceof AppError) return problemOf(error, language, 'id').errors ?? [];
  }
  throw new Error('it was taken');
}

describe('faults of fields in words', () => {
  const sent = { name: 'long', day: '2023-02-29', kind: 'C', count: 'x', more: 1 };

  it('are plain in Vietnamese', () => {
    expect(faultsOf(sent, 'vi').map((fault) => [fault.pointer, fault.detail])).to.deep.equal([
      ['/name', 'Tối đa 3 ký tự'],
      ['/day', 'Ngày phải có thật, như 2025-11-25'],
      ['/kind', 'Chọn một trong: A, B'],
      ['/count', 'Sai kiểu dữ liệu, cần number'],
      ['/more', 'Không có trường này'],
    ]);
  });

  it('have the same codes in English, and never carry the other language along', () => {
    const [vi, en] = [faultsOf(sent, 'vi'), faultsOf(sent, 'en')];
    expect(en.map((fault) => fault.code)).to.deep.equal(vi.map((fault) => fault.code));
    for (const fault of en) expect(Object.keys(fault)).to.deep.equal(['pointer', 'code', 'detail']);
  });

  it('tell what is missing from what is wrong', () => {
    const codes = faultsOf({ count: 'x' }, 'en').map((fault) => [fault.pointer, fault.code]);
    expect(codes).to.deep.include(['/name', 'MISSING']);
    expect(codes).to.deep.include(['/count', 'INVALID_TYPE']);
  });
});
