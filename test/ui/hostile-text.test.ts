import { expect } from 'chai';
import { assertWellFormed, elements, textOf } from './html.js';
import { samplePages } from './sample-pages.js';

const asset = (name: string) => `/assets/${name}`;

/** Names, titles, purposes, file names and addresses as someone ill-meaning would write them. */
const corpus: Readonly<Record<string, string>> = {
  'an image with a handler': '<img src=x onerror=alert(1)>',
  'a script': '</p><script>alert(1)</script>',
  'a closing title': '</title><script src=//evil.example></script>',
  'a closing textarea': '</textarea><svg onload=alert(1)>',
  'a closing option': '</option></select><iframe src=javascript:alert(1)>',
  'double quotes that leave an attribute': '" onmouseover="alert(1)" x="',
  'single quotes that leave an attribute': "' autofocus onfocus='alert(1)' x='",
  'a comment': '<!-- x --><b>',
  'a script address': 'javascript:alert(1)//',
  'a script address with a tab': 'java\tscript:alert(1)',
  'a data address': 'data:text/html,<script>alert(1)</script>',
  'an address of another host': '//evil.example/x',
  'a backslash address': '/\\evil.example',
  'entities written out': '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;',
  'a template place': '{{constructor.constructor("alert(1)")()}} ${alert(1)}',
  'a translation inside': '$t(common.service) {{name}}',
  'direction marks': '\u202egpj.exe\u202c\u2066abc\u2069',
  'marks stacked high': `z${'\u0301'.repeat(80)}`,
  'a name of 255 bytes': 'ố'.repeat(85),
  'one word without a break': 'x'.repeat(255),
  'line breaks': 'one\r\ntwo\n\nthree',
  'half a pair of UTF-16': '\ud83d x',
  'a place of replace()': "$& $1 $' $`",
};

/** All tags with the names of their attributes: what a browser would build from the page, texts left out. */
function structureOf(html: string): string[] {
  return elements(html).map(
    ({ name, attributes }) => `${name} ${[...attributes.keys()].toSorted().join(' ')}`,
  );
}

describe('hostile text in every place where people write freely', () => {
  for (const lang of ['vi', 'en'] as const) {
    const harmless = samplePages(lang, () => 'x', asset);
    for (const [kind, text] of Object.entries(corpus)) {
      it(`stays text: ${kind} (${lang})`, () => {
        const attacked = samplePages(lang, () => text, asset);
        for (const [name, html] of Object.entries(attacked)) {
          assertWellFormed(html);
          expect(structureOf(html), name).to.deep.equal(structureOf(harmless[name] ?? ''));
        }
      });

      it(`leads nowhere else: ${kind} (${lang})`, () => {
        for (const html of Object.values(samplePages(lang, () => text, asset))) {
          for (const { attributes } of elements(html)) {
            for (const name of ['href', 'src', 'action', 'formaction']) {
              const address = attributes.get(name);
              if (address !== undefined) expect(address).to.match(/^(#|\/(?![/\\])|https:\/\/)/);
            }
          }
        }
      });
    }
  }

  it('reaches the reader as it was written', () => {
    const text = corpus['a translation inside'] ?? '';
    const page = samplePages('vi', () => text, asset)['document'] ?? '';
    expect(textOf(page)).to.include(text);
    const quotes = corpus['double quotes that leave an attribute'] ?? '';
    const form = samplePages('vi', () => quotes, asset)['add-document-errors'] ?? '';
    const title = elements(form, 'input').find(({ attributes }) => attributes.get('name') === 'title');
    expect(title?.attributes.get('value')).to.equal(quotes);
  });
});
