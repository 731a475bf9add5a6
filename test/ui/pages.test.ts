import { expect } from 'chai';
import { assertWellFormed, elements, textOf } from './html.js';
import { samplePages } from './sample-pages.js';

const asset = (name: string) => `/assets/${name}`;
const asWritten = (sample: string) => sample;

for (const lang of ['vi', 'en'] as const) {
  describe(`pages in ${lang}`, () => {
    for (const [name, html] of Object.entries(samplePages(lang, asWritten, asset))) {
      describe(name, () => {
        it('is well formed and says its language', () => {
          assertWellFormed(html);
          expect(html).to.match(/^<!DOCTYPE html>\n<html lang="(vi|en)"/);
          expect(elements(html, 'html')[0]?.attributes.get('lang')).to.equal(lang);
        });

        it('has one h1, and its headings skip no level', () => {
          const levels = elements(html).flatMap(({ name: tag }) =>
            /^h[1-6]$/.test(tag) ? [Number(tag[1])] : [],
          );
          expect(levels.filter((level) => level === 1)).to.have.length(1);
          const main = levels.slice(levels.indexOf(1));
          for (const [index, level] of main.entries()) {
            expect(level, `heading ${index + 1}`).to.be.at.most((main[index - 1] ?? 0) + 1);
          }
        });

        it('has no id twice, and every reference to an id leads somewhere', () => {
          const ids = elements(html).flatMap(({ attributes }) => attributes.get('id') ?? []);
          expect(ids).to.deep.equal([...new Set(ids)]);
          for (const { attributes } of elements(html)) {
            const references = ['for', 'form', 'aria-describedby', 'aria-labelledby']
              .flatMap((attribute) => attributes.get(attribute)?.split(' ') ?? [])
              .concat(attributes.get('href')?.match(/^#(.+)/)?.[1] ?? []);
            for (const reference of references) expect(ids).to.include(reference);
          }
        });

        it('labels every input', () => {
          const labelled = new Set(elements(html, 'label').map(({ attributes }) => attributes.get('for')));
          for (const tag of ['input', 'select', 'textarea']) {
            for (const { attributes } of elements(html, tag)) {
              if (attributes.get('type') === 'hidden') continue;
              expect(labelled, `${tag} ${attributes.get('name')}`).to.include(attributes.get('id'));
            }
          }
        });

        it('has nothing inline that a strict CSP would stop', () => {
          for (const { name: tag, attributes } of elements(html)) {
            expect(tag).to.not.be.oneOf(['style', 'iframe', 'object', 'embed', 'base']);
            for (const attribute of attributes.keys()) expect(attribute).to.not.match(/^(on|style$|srcdoc$)/);
          }
          expect(html).to.match(/<script src="\/assets\/boot\.js"><\/script>/);
          expect(html.match(/<script[^>]*>[^<]/g)).to.equal(null);
        });

        it('sends every change by POST to an own path with the token first', () => {
          for (const form of html.matchAll(/<form[^>]*>.*?<\/form>/gs)) {
            const [open] = elements(form[0], 'form');
            if (open?.attributes.get('method') === 'get') continue;
            expect(open?.attributes.get('method')).to.equal('post');
            expect(open?.attributes.get('action')).to.match(/^\/[^/]/);
            const first = elements(form[0]).find(({ name: tag }) =>
              ['input', 'select', 'textarea', 'button'].includes(tag),
            );
            expect(first?.attributes.get('name')).to.equal('_csrf');
            expect(first?.attributes.get('value')).to.equal(
              /^kept-form(-file)?$/.test(name) ? '' : 'csrf-token',
            );
          }
        });

        it('shows no trace of a missing value', () => {
          expect(textOf(html)).to.not.match(/undefined|\[object|NaN|\{\{|\}\}|Invalid Date/);
          expect(html).to.not.match(/="(undefined|null|\[object)/);
        });

        it('says Error first in its title when something must be mended', () => {
          const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? '';
          const faulty = html.includes('govuk-error-summary') || /^(error|sign-in-failed)/.test(name);
          expect(/^(Lỗi|Error): /.test(title)).to.equal(faulty);
        });
      });
    }
  });
}

describe('the pages together', () => {
  it('speak no English in Vietnamese: each page differs in its two languages', () => {
    const vi = samplePages('vi', asWritten, asset);
    const en = samplePages('en', asWritten, asset);
    for (const [name, html] of Object.entries(vi))
      expect(textOf(html), name).to.not.equal(textOf(en[name] ?? ''));
  });

  it('give agree and refuse the same weight', () => {
    const html = samplePages('vi', asWritten, asset)['consent'] ?? '';
    const buttons = elements(html, 'button').filter(({ attributes }) => attributes.has('form'));
    expect(buttons.map(({ attributes }) => attributes.get('form'))).to.deep.equal(['accept', 'deny']);
    expect(buttons[0]?.attributes.get('class')).to.equal(buttons[1]?.attributes.get('class'));
  });

  it('tick no consent beforehand', () => {
    const html = samplePages('vi', asWritten, asset)['consent'] ?? '';
    const boxes = elements(html, 'input').filter(
      ({ attributes }) => attributes.get('name') === 'documentIds',
    );
    expect(boxes).to.have.length(2);
    for (const box of boxes) expect(box.attributes.has('checked')).to.equal(false);
  });
});
