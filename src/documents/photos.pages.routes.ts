import { isInForce } from '../catalogue/index.js';
import type { DrawnPage } from '../http/page-answer.js';
import { typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import { MOST_PHOTOS } from './document.js';
import { type DocumentPagesDeps, fieldWords, onePath } from './document-pages-deps.js';
import { mayOpenAndShare } from './documents.policy.js';
import { uploadFieldsSchema } from './documents.schemas.js';
import { photosPage } from './pages/photos.page.js';
import { photoSteps } from './photos/arrange-photos.js';
import { layOf } from './photos/crop.js';

const stepSchema = z.object({ step: z.enum(photoSteps) });
const saveSchema = uploadFieldsSchema.pick({ typeCode: true, title: true });
type OwnerVisit = Visit<OwnerActor>;

/** Photos that become one document: taken in one by one, looked through, turned, put in order, saved. */
export function addPhotoPages({ owner }: PageRoutes, deps: DocumentPagesDeps): void {
  const { photos } = deps.use;

  owner.get('/photos', async ({ actor }) => {
    mayOpenAndShare(actor);
    // Whoever was interrupted goes on where she was.
    return { seeOther: pathTo(['photos', (await photos.unfinishedPhotos({ actor })) ?? newId()]) };
  });

  owner.get('/photos/:id', async (visit) => draw(visit));

  owner.get('/photos/:id/pages/:page', (visit) => {
    const { actor, params } = visit;
    // `lay` only makes another way of lying another address.
    const { whole } = visit.query({ whole: z.string().optional(), lay: z.string().optional() });
    return photos.readPhoto({
      actor,
      of: idFrom(params),
      id: idFrom(params, 'page'),
      whole: whole !== undefined,
    });
  });

  owner.upload('/photos/:id/pages', here, async (visit) => {
    const { actor, params, request, checkCsrf } = visit;
    try {
      await photos.addPhoto({ actor, of: idFrom(params), request, checkCsrf });
      return { seeOther: here(params) };
    } catch (error) {
      return draw(visit, { refusal: formRefusal(error, visit.lang, { field: 'file' }) });
    }
  });

  owner.post('/photos/:id/pages/:page', here, async ({ actor, params, form }) => {
    const { step } = parseWith(stepSchema, { step: form['step'] });
    await photos.arrangePhoto({ actor, of: idFrom(params), id: idFrom(params, 'page'), step });
    return { seeOther: `${here(params)}#pages` };
  });

  owner.post('/photos/:id/save', here, async (visit) => {
    const { actor, params, form, lang } = visit;
    try {
      const given = parseWith(saveSchema, { typeCode: form['typeCode'] ?? '', title: form['title'] ?? '' });
      const document = await photos.savePhotos({ actor, of: idFrom(params), given });
      return { seeOther: onePath(document.id, 'ADDED') };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'typeCode', words: fieldWords });
      return draw(visit, { refusal, typed: typedValues(form, ['typeCode', 'title']) });
    }
  });

  owner.post('/photos/:id/discard', here, async ({ actor, params }) => {
    await photos.discardPhotos({ actor, of: idFrom(params) });
    return { seeOther: '/documents' };
  });

  async function draw(
    { actor, context, params }: OwnerVisit,
    {
      refusal,
      typed = {},
    }: {
      readonly refusal?: FormRefusal;
      readonly typed?: Readonly<Partial<Record<'typeCode' | 'title', string>>>;
    } = {},
  ): Promise<DrawnPage | { readonly seeOther: string }> {
    mayOpenAndShare(actor);
    const id = idFrom(params);
    const pages = await photos.listPhotos({ actor, of: id });
    // Saved before: the way back leads to what was made of them.
    if (!refusal && pages.some(({ photo }) => photo?.joined)) return { seeOther: onePath(id) };
    const today = vietnamDate(deps.clock.now());
    return {
      ...(refusal ? { status: refusal.status } : {}),
      page: photosPage({
        ...context,
        id,
        most: MOST_PHOTOS,
        pages: pages.map((page) => ({
          id: page.id,
          lay: page.photo ? layOf(page.photo) : '',
          hints: page.photo?.hints ?? [],
        })),
        types: deps.catalogue.types.filter((type) => isInForce(type.inForce, today)),
        typed,
        errors: refusal?.errors ?? [],
      }),
    };
  }
}

function here({ id = '' }: OwnerVisit['params']): string {
  return pathTo(['photos', id]);
}
