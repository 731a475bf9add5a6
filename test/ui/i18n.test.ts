import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { translator } from '../../src/ui/i18n.js';
import { en } from '../../src/ui/locales/en.js';
import { codes } from '../../src/ui/locales/vi/codes.js';
import { vi } from '../../src/ui/locales/vi.js';
import { wordFor } from '../../src/ui/words.js';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : leaves(value, `${prefix}${key}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted();

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('locales'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

describe('the words of the pages', () => {
  const vietnamese = leaves(vi);
  const english = new Map(leaves(en));

  it('have the same keys in both languages; English adds the singular', () => {
    const singular = vietnamese
      .filter(([key]) => key.endsWith('_other'))
      .map(([key]) => key.replace(/_other$/, '_one'));
    expect([...english.keys()].toSorted()).to.deep.equal(
      [...vietnamese.map(([key]) => key), ...singular].toSorted(),
    );
  });

  it('have the same places in both languages', () => {
    for (const [key, text] of vietnamese)
      expect(places(english.get(key) ?? ''), key).to.deep.equal(places(text));
  });

  it('are composed Unicode (NFC) without empty or doubled spaces', () => {
    for (const [key, text] of [...vietnamese, ...english]) {
      expect(text, key).to.equal(text.normalize('NFC'));
      expect(text, key).to.match(/\S/);
      expect(text, key).to.not.match(/ {2}|^\s|\s$/);
    }
  });

  it('call the reader "ông/bà", never "bạn" or "quý khách"', () => {
    for (const [key, text] of vietnamese)
      expect(text, key).to.not.match(/(?<!\p{L})(bạn|quý khách)(?!\p{L})/iu);
  });

  it('are all used', () => {
    const code = sources('src').join('\n');
    const unused = vietnamese
      .map(([key]) => key.replace(/_other$/, ''))
      .filter((key) => {
        const heading = key.split('.')[0] ?? '';
        // Words for codes are chosen by the code: `trustClass.${…}` or wordFor(t, 'trustClass', …).
        const byCode =
          heading in codes && (code.includes(`\`${heading}.\${`) || code.includes(`, '${heading}', `));
        return !byCode && !code.includes(`'${key}'`);
      });
    expect(unused).to.deep.equal([]);
  });
});

describe('translator', () => {
  const t = translator('en');

  it('counts in English and in Vietnamese', () => {
    expect(t('documents.one.pages', { count: 1 })).to.equal('1 page');
    expect(t('documents.one.pages', { count: 3 })).to.equal('3 pages');
    expect(translator('vi')('documents.one.pages', { count: 1 })).to.equal('1 trang');
  });

  it('fills in values as they are, whatever they look like', () => {
    const reason = '<b> $t(common.service) {{reason}} {{other}}';
    expect(t('identity.failed.reason', { reason })).to.equal(`Reason given: ${reason}`);
  });

  it('refuses a misspelt key, a missing place and a wrong one when compiling', () => {
    // @ts-expect-error no such key
    t('common.servise');
    // @ts-expect-error the place {{reason}} is not filled
    t('identity.failed.reason');
    // @ts-expect-error no such place
    t('identity.failed.reason', { why: 'x' });
    // @ts-expect-error a group of messages is no message
    t('documents.one');
    // @ts-expect-error English lacks a key
    const lacking: typeof en = { common: en.common };
    expect(lacking).to.have.property('common');
  });

  it('shows a code without words as it is, and looks nowhere else for it', () => {
    expect(wordFor(t, 'dossierStatus', 4)).to.equal('Being processed');
    expect(wordFor(t, 'dossierStatus', 99)).to.equal('99');
    expect(wordFor(t, 'basis', 'constructor')).to.equal('constructor');
  });
});
