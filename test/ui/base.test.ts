import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';
import { compile } from 'sass';
import { loadAssets } from '../../src/ui/assets.js';
import { formErrors } from '../../src/ui/form-errors.js';
import {
  formatDate,
  formatDay,
  formatInstant,
  formatNumber,
  formatSize,
  shortHash,
} from '../../src/ui/format.js';
import { inLanguage, pathTo, safeHref } from '../../src/ui/safe-href.js';

describe('safeHref', () => {
  for (const address of [
    '/documents/1?q=a&after=b',
    '/',
    '#main-content',
    'https://portal.example.vn/a?b=c',
    'http://127.0.0.1:3000/x',
    'http://localhost/x',
  ]) {
    it(`lets ${address} through`, () => expect(safeHref(address)).to.equal(address));
  }
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'http://portal.example.vn/',
    'http://127.0.0.1@evil.example/',
    'https://user:secret@evil.example/',
    'ftp://127.0.0.1/',
    'documents',
    '',
  ]) {
    it(`stops ${JSON.stringify(address)}`, () => expect(safeHref(address)).to.equal(undefined));
  }
});

describe('paths', () => {
  it('escape their parts, so that an id cannot lead elsewhere', () => {
    expect(pathTo(['documents', '../x?y#z'])).to.equal('/documents/..%2Fx%3Fy%23z');
  });
  it('leave out what is not given', () => {
    expect(pathTo(['documents'], { q: 'sổ đỏ', typeCode: '', after: null })).to.equal(
      '/documents?q=s%E1%BB%95+%C4%91%E1%BB%8F',
    );
  });
  it('keep their query when the language changes', () => {
    expect(inLanguage('/documents?q=a&lang=vi', 'en')).to.equal('/documents?q=a&lang=en');
    expect(inLanguage('//evil.example/x', 'en')).to.equal('/x?lang=en');
  });
});

describe('format', () => {
  it('writes dates in the Vietnamese way, in the time of Vietnam', () => {
    expect(formatDate('vi', '2026-11-05')).to.equal('05/11/2026');
    expect(formatDate('en', '2026-11-05')).to.equal('5 November 2026');
    expect(formatDay('vi', '2026-11-24T18:30:00Z')).to.equal('25/11/2026');
    expect(formatInstant('vi', new Date('2026-11-24T17:05:00Z'))).to.equal('00:05, 25/11/2026');
  });
  it('leaves what is no date as it is', () => {
    expect(formatDate('vi', '2026-13-45')).to.equal('2026-13-45');
    expect(formatDate('vi', 'hôm qua')).to.equal('hôm qua');
    expect(formatInstant('vi', 'x')).to.equal('x');
  });
  it('writes sizes with a comma and a space that does not break', () => {
    expect(formatSize('vi', 1_572_864)).to.equal('1,5\u00a0MB');
    expect(formatSize('en', 1_572_864)).to.equal('1.5\u00a0MB');
    expect(formatSize('vi', 0)).to.equal('0\u00a0B');
    expect(formatSize('vi', 20 * 1024 * 1024)).to.equal('20\u00a0MB');
    expect(formatSize('vi', 2 ** 60)).to.equal('1.048.576\u00a0TB');
  });
  it('writes numbers and short hashes', () => {
    expect(formatNumber('vi', 1500)).to.equal('1.500');
    expect(shortHash('a'.repeat(32) + 'b'.repeat(32))).to.equal('aaaaaaaa…bbbbbbbb');
  });
});

describe('formErrors', () => {
  it('turns pointers into the names of fields', () => {
    const errors = [
      { pointer: '/owner/birthDate', code: 'INVALID', detail: 'a' },
      { pointer: '', code: 'X', detail: 'b' },
    ];
    expect(formErrors({ title: 't', detail: 'd', errors })).to.deep.equal([
      { field: 'owner.birthDate', text: 'a' },
      { field: null, text: 'b' },
    ]);
  });
  it('gives a refusal without field errors to the field that caused it', () => {
    expect(formErrors({ title: 'Tệp rỗng', detail: 'Chọn lại.' }, 'file')).to.deep.equal([
      { field: 'file', text: 'Tệp rỗng. Chọn lại.' },
    ]);
  });
});

describe('assets', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'motlan-assets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (manifest: object) => writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));

  it('are addressed by their hashed names', () => {
    write({
      'main.css': 'main.1a2b.css',
      'boot.js': 'boot.3c.js',
      'enhance.js': 'enhance.4d.js',
      'upload-queue.js': 'upload-queue.7a.js',
      'icon.svg': 'icon.5e.svg',
      'icon-180.png': 'icon-180.6f.png',
    });
    expect(loadAssets(folder)('main.css')).to.equal('/assets/main.1a2b.css');
  });
  it('that are missing stop the start, with what to do', () => {
    write({ 'main.css': 'main.1a2b.css', 'boot.js': 'boot.3c.js' });
    expect(() => loadAssets(folder)).to.throw(/enhance\.js.*npm run build/);
  });
  it('with names that lead elsewhere are refused', () => {
    write({
      'main.css': '../../x.css',
      'boot.js': 'boot.3c.js',
      'enhance.js': 'enhance.4d.js',
      'upload-queue.js': 'upload-queue.7a.js',
      'icon.svg': 'icon.5e.svg',
      'icon-180.png': 'icon-180.6f.png',
    });
    expect(() => loadAssets(folder)).to.throw(/main\.css/);
  });
});

describe('what browsers load', () => {
  it('is a stylesheet of at most 16 kB, with nothing of the GOV.UK identity and nothing from elsewhere', () => {
    const { css } = compile('src/ui/styles/main.scss', { style: 'compressed' });
    expect(gzipSync(css, { level: 9 }).length).to.be.at.most(16 * 1024);
    expect(css).to.not.match(/GDS Transport|crown|@font-face|url\(|@import/i);
    expect(css).to.match(/\[hidden\]\{display:none !important\}/);
  });

  it('is at most 12 kB of script, the first part under 1 kB', async () => {
    const result = await build({
      entryPoints: ['src/ui/browser/boot.ts', 'src/ui/browser/enhance.ts'],
      outdir: 'unwritten',
      bundle: true,
      format: 'iife',
      target: 'es2019',
      minify: true,
      legalComments: 'none',
      write: false,
    });
    const sizes = result.outputFiles.map((file) => gzipSync(file.contents, { level: 9 }).length);
    expect(sizes[0]).to.be.at.most(1024);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(12 * 1024);
    for (const file of result.outputFiles)
      expect(file.text).to.not.match(/innerHTML|insertAdjacentHTML|eval\(/);
  });

  it('is drawn without raw HTML anywhere', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.tsx?$/.test(path),
    );
    expect(files).to.include(join('ui', 'render-page.ts'));
    for (const path of files)
      expect(readFileSync(join('src', path), 'utf8'), path).to.not.include('dangerouslySetInnerHTML');
  });
});
