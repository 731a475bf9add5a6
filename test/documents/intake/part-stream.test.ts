import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import type { PartHead } from '../../../src/documents/intake/part-head.js';
import { makePartStream, type PartFate } from '../../../src/documents/intake/part-stream.js';
import { AppError } from '../../../src/platform/app-error.js';

const OUT = 'out';
const plainField = (name: string, value: string): string =>
  `\r\n--out\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain\r\n\r\n${value}`;

async function pass(
  body: Buffer,
  cuts: readonly number[] = [],
  fate: (head: PartHead) => PartFate = () => 'field',
): Promise<{ out: string; heads: PartHead[] }> {
  const heads: PartHead[] = [];
  const stream = makePartStream({
    boundary: 'b',
    outBoundary: OUT,
    onClosed: () => {},
    admit: () => null,
    onPart: (head) => {
      heads.push(head);
      return fate(head);
    },
  });
  const out = buffer(stream);
  let from = 0;
  for (const to of [...cuts, body.length]) {
    stream.write(body.subarray(from, to));
    from = to;
  }
  stream.end();
  return { out: (await out).toString('latin1'), heads };
}

const part = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

describe('heads of parts in one plain form', () => {
  // Values that look like boundaries and are none.
  const tricky = 'x\r\n--\r\n--a\r\n-b\r\n--bc\r\n--b-\r\n\r\r\n--b x\r\n--b\r';
  const body = Buffer.from(
    `preamble --b\r\n${part('a', tricky)}${part('c', '')}--b--\r\nepilogue\r\n--b\r\n`,
    'latin1',
  );
  const wanted = `${plainField('a', tricky)}${plainField('c', '')}\r\n--out--\r\n`;

  it('bodies pass untouched, preamble and epilogue do not', async () => {
    expect((await pass(body)).out).to.equal(wanted);
  });

  it('wherever the network cuts', async () => {
    for (let at = 1; at < body.length; at++)
      expect((await pass(body, [at])).out, `cut at ${at}`).to.equal(wanted);
    const everywhere = Array.from({ length: body.length - 1 }, (_, i) => i + 1);
    expect((await pass(body, everywhere)).out).to.equal(wanted);
  });

  it('blanks after a boundary are passed over (RFC 2046)', async () => {
    const padded = body.toString('latin1').replaceAll('--b\r\nContent', '--b \t \r\nContent');
    expect((await pass(Buffer.from(padded, 'latin1'))).out).to.equal(wanted);
  });

  it('a dropped part leaves nothing', async () => {
    const { out } = await pass(body, [], ({ name }) => (name === 'a' ? 'drop' : 'field'));
    expect(out).to.equal(`${plainField('c', '')}\r\n--out--\r\n`);
  });

  it('the file part goes on under a plain name', async () => {
    const file = '--b\r\ncontent-disposition:form-data; name=file; filename="a;b".pdf"\r\n\r\nX\r\n--b--';
    const { out, heads } = await pass(Buffer.from(file), [], () => 'file');
    expect(heads[0]?.fileName).to.equal('a;b".pdf');
    expect(out).to.match(
      /name="file"; filename="file"\r\nContent-Type: application\/octet-stream\r\n\r\nX\r\n--out--/,
    );
  });

  for (const [what, text] of [
    ['no closing boundary', part('a', '1')],
    ['a closing boundary cut short', `${part('a', '1')}--b-`],
    ['a head without an end', '--b\r\nContent-Disposition: form-data; name="a"\r\n'],
    [
      'a head of 17 kB',
      `--b\r\nX: ${'y'.repeat(17_000)}\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--b--`,
    ],
    ['no head', '--b\r\n\r\nvalue\r\n--b--'],
    ['bare line feeds', part('a', '1').replaceAll('\r\n', '\n')],
    ['nothing', ''],
  ] as const) {
    it(`${what}: UPLOAD_MALFORMED`, async () => {
      const fault = await pass(Buffer.from(text)).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(AppError).with.property('code', 'UPLOAD_MALFORMED');
    });
  }
});
