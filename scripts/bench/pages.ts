import { join } from 'node:path';
import { documentListPage } from '../../src/documents/pages/document-list.page.js';
import type { DocumentView } from '../../src/documents/pages/document-view.js';
import { loadAssets } from '../../src/ui/assets.js';
import { translator } from '../../src/ui/i18n.js';
import { renderPage } from '../../src/ui/render-page.js';
import type { Plan } from './plan.js';
import { quantile, runRound } from './rounds.js';
import type { Row } from './rows.js';
import { seed } from './seed.js';
import type { World } from './world.js';

const MOST_ROWS = 200;
const assetsFolder = join(import.meta.dirname, '..', '..', 'dist', 'assets');

/**
 * The page with 20 of an owner's documents: drawn alone, and asked for over HTTP, one after the other. And drawn with 200,
 * the most rows that a page of ours may ever have.
 */
export async function measurePages(plan: Plan, world: World): Promise<Row[]> {
  await seed(world, MOST_ROWS);
  const owner = await world.personCalls('tuyet');
  const page = await owner.call({ path: '/api/v1/me/documents?limit=20', status: 200 });
  // The API gives the page's fields; times come as text, which the page takes too.
  const { items, next } = JSON.parse(page.text()) as { items: DocumentView[]; next: string | null };
  const draw = (documents: readonly DocumentView[] = items) =>
    renderPage(
      documentListPage({
        t: translator('vi'),
        lang: 'vi',
        chrome: {
          signedIn: { name: 'Nguyễn Thị Ánh Tuyết', kind: 'OWNER' },
          csrfToken: 'token',
          path: '/documents',
          asset: loadAssets(assetsFolder),
        },
        documents,
        next,
        query: {},
        types: [],
        unreadNotices: 3,
        waitingConsents: 1,
        mayOpen: true,
        thumbnails: new Set(documents.map(({ id }) => id)),
      }),
    );
  const length = draw().length;
  const rows = Array.from({ length: MOST_ROWS }, (_none, n) => items[n % items.length] as DocumentView);
  const drawn = await runRound(1, plan.roundMs, () => Promise.resolve(draw()));
  await runRound(1, plan.warmUpMs, () => Promise.resolve(draw(rows)));
  const drawnLong = await runRound(1, plan.roundMs * plan.rounds, () => Promise.resolve(draw(rows)));
  await runRound(1, plan.warmUpMs, () => owner.call({ path: '/documents', status: 200 }));
  const asked = await runRound(1, plan.roundMs * plan.rounds, () =>
    owner.call({ path: '/documents', status: 200 }),
  );
  return [
    {
      id: 'page',
      measure: 'HTML page of 20 documents',
      store: '',
      figures: [
        { what: 'drawn, p50', value: quantile(drawn.latenciesMs, 0.5), unit: 'ms', aim: { atMost: 5 } },
        { what: 'drawn, p99', value: quantile(drawn.latenciesMs, 0.99), unit: 'ms' },
        { what: 'request, p50', value: quantile(asked.latenciesMs, 0.5), unit: 'ms' },
        { what: 'request, p99', value: quantile(asked.latenciesMs, 0.99), unit: 'ms' },
      ],
      note: `${length} characters`,
    },
    {
      id: 'long-page',
      measure: `HTML page of ${MOST_ROWS} documents`,
      store: '',
      figures: [
        { what: 'drawn, p50', value: quantile(drawnLong.latenciesMs, 0.5), unit: 'ms' },
        { what: 'drawn, p95', value: quantile(drawnLong.latenciesMs, 0.95), unit: 'ms', aim: { atMost: 20 } },
        { what: 'drawn, p99', value: quantile(drawnLong.latenciesMs, 0.99), unit: 'ms' },
      ],
      note: `${draw(rows).length} characters`,
    },
  ];
}
