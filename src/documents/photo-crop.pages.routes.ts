import type { DrawnPage } from '../http/page-answer.js';
import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { pathTo } from '../ui/safe-href.js';
import type { DocumentPagesDeps } from './document-pages-deps.js';
import { mayOpenAndShare } from './documents.policy.js';
import { cropPhotoPage, edges } from './pages/crop-photo.page.js';
import { cropSchema, UNCROPPED } from './photos/crop.js';

const lookedAt = z.object({ turn: z.coerce.number() });
const percent = {
  vi: 'Ghi một số từ 0 đến 90; hai cạnh đối nhau bỏ nhiều nhất 90%.',
  en: 'Give a number from 0 to 90; of two opposite edges at most 90% together.',
};
const words: FieldWords = Object.fromEntries(edges.map((edge) => [edge, percent]));

/** How much of a photo's edges is cut off before it becomes a page. */
export function addPhotoCropPages({ owner }: PageRoutes, deps: DocumentPagesDeps): void {
  const { photos } = deps.use;

  owner.get('/photos/:id/pages/:page/crop', (visit) => draw(visit));

  owner.post('/photos/:id/pages/:page/crop', cropPath, async (visit) => {
    const { actor, params, form, lang } = visit;
    try {
      const { turn } = parseWith(lookedAt, { turn: form['turn'] });
      const crop = form['whole'] ? UNCROPPED : parseWith(cropSchema, typedValues(form, edges));
      await photos.cropPhoto({ actor, of: idFrom(params), id: idFrom(params, 'page'), turn, crop });
      return { seeOther: `${pathTo(['photos', idFrom(params)])}#page-${idFrom(params, 'page')}` };
    } catch (error) {
      return draw(visit, { refusal: formRefusal(error, lang, { words }), typed: typedValues(form, edges) });
    }
  });

  async function draw(
    { actor, context, params }: Visit<OwnerActor>,
    again: {
      readonly refusal?: FormRefusal;
      readonly typed?: Readonly<Partial<Record<(typeof edges)[number], string>>>;
    } = {},
  ): Promise<DrawnPage> {
    mayOpenAndShare(actor);
    const [of, id] = [idFrom(params), idFrom(params, 'page')];
    const pages = await photos.listPhotos({ actor, of });
    const at = pages.findIndex((page) => page.id === id);
    const photo = pages[at]?.photo;
    if (!photo || photo.joined) throw new AppError('NOT_FOUND');
    const { turn, crop = UNCROPPED } = photo;
    const cut = Object.fromEntries(edges.map((edge) => [edge, String(crop[edge])]));
    return {
      ...(again.refusal ? { status: again.refusal.status } : {}),
      page: cropPhotoPage({
        ...context,
        of,
        id,
        number: at + 1,
        count: pages.length,
        turn,
        typed: again.typed ?? cut,
        errors: again.refusal?.errors ?? [],
      }),
    };
  }
}

function cropPath({ id = '', page = '' }: Visit<OwnerActor>['params']): string {
  return pathTo(['photos', id, 'pages', page, 'crop']);
}
