import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import { makeLogger } from '../../src/platform/logger.js';

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = makeLogger('info', { write: (line) => lines.push(JSON.parse(line)) });
  const only = () => {
    expect(lines).to.have.length(1);
    return lines[0] ?? {};
  };
  beforeEach(() => lines.splice(0));

  it('carries ids and figures', () => {
    logger.info({ documentId: 'd1', tookMs: 12, code: 'FILE_EMPTY' }, 'refused');
    expect(only()).to.include({
      documentId: 'd1',
      tookMs: 12,
      code: 'FILE_EMPTY',
      msg: 'refused',
      level: 'info',
    });
  });

  it('drops every field that is not named as harmless, and says which', () => {
    logger.info({
      name: 'Nguyễn Thị Ánh Tuyết',
      personalId: '999190000001',
      fileName: 'sổ đỏ.pdf',
      owner: { name: 'Tuyết' },
      documentId: { name: 'Tuyết' },
    });
    const text = JSON.stringify(only());
    for (const secret of ['Tuyết', '999190000001', 'sổ đỏ']) expect(text).not.to.contain(secret);
    expect(only()['dropped']).to.deep.equal(['name', 'personalId', 'fileName', 'owner', 'documentId']);
  });

  it('holds children and their children to the same', () => {
    logger.child({ requestId: 'r1', name: 'Tuyết' }).child({ fileName: 'a.pdf', clientId: 'c1' }).info('x');
    const text = JSON.stringify(only());
    expect(text).not.to.contain('Tuyết').and.not.to.contain('a.pdf');
    expect(only()).to.include({ requestId: 'r1', clientId: 'c1' });
  });

  it('never repeats what an error of a database or a parser quotes', () => {
    const duplicate = Object.assign(new Error('E11000 dup key: { number: "999190000001" }'), {
      code: 11000,
      keyValue: { number: '999190000001' },
    });
    let parsing: unknown;
    try {
      JSON.parse('"999190000001');
    } catch (error) {
      parsing = error;
    }
    logger.error({ err: duplicate });
    logger.error({ err: new AppError('INTERNAL_ERROR', {}, { cause: parsing }) });
    expect(JSON.stringify(lines)).not.to.contain('999190000001');
    expect(lines[0]?.['err']).to.include({ code: 11000 });
    expect(lines[1]?.['err']).to.include({ code: 'INTERNAL_ERROR' });
  });

  it('says where a fault of our own was thrown', () => {
    logger.error({ err: new TypeError('x is not a function') });
    expect(only()['err']).to.have.property('message', 'x is not a function');
    expect(only()['err']).to.have.property('stack').that.contains('logger.test');
  });

  it('leaves a request’s path and headers out', () => {
    logger.info({
      req: { id: 'r1', method: 'GET', url: '/x?token=t0p', headers: { cookie: 's3cret' } },
      res: { statusCode: 404, headers: {} },
    });
    expect(only()['req']).to.deep.equal({ id: 'r1', method: 'GET' });
    expect(only()['res']).to.deep.equal({ status: 404 });
  });
});
