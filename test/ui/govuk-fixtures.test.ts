import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { drawings, type Options } from './govuk-drawings.js';
import { canonical } from './html.js';

interface Fixture {
  readonly name: string;
  readonly options: Options;
  readonly html: string;
}

const folder = join(
  dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')),
  'dist/govuk/components',
);

function fixturesOf(component: string): Fixture[] {
  // The file's shape is govuk-frontend's own and fixed by the pinned version.
  const file = JSON.parse(readFileSync(join(folder, component, 'fixtures.json'), 'utf8')) as {
    fixtures: Fixture[];
  };
  return file.fixtures;
}

/** The fixtures whose options our component takes; the others use raw HTML, free attributes or parts we have no use for. */
function covered(component: string, draw: (options: Options) => VNode | null): [Fixture, VNode][] {
  return fixturesOf(component).flatMap((fixture): [Fixture, VNode][] => {
    const node = draw(fixture.options);
    return node === null ? [] : [[fixture, node]];
  });
}

describe('components against the HTML of govuk-frontend', () => {
  for (const [component, { draw, covers, leaveOut }] of Object.entries(drawings)) {
    describe(component, () => {
      const cases = covered(component, draw);

      it(`covers ${covers} of ${fixturesOf(component).length} fixtures`, () => {
        expect(cases.map(([fixture]) => fixture.name)).to.have.length(covers);
      });

      for (const [fixture, node] of cases) {
        it(`draws "${fixture.name}" as govuk-frontend does`, () => {
          expect(canonical(renderToString(node))).to.equal(
            canonical(leaveOut ? fixture.html.replace(leaveOut, '') : fixture.html),
          );
        });
      }
    });
  }
});
