import { complaintSchema } from '../audit/index.js';
import { typedValues } from '../http/page-form.js';
import { formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Posted, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import type { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import { correctionOf } from './correction.js';
import { type DocumentPagesDeps, fieldWords, onePath, type saidOnce } from './document-pages-deps.js';
import { changeSchema } from './documents.schemas.js';
import type { DrawDocument } from './draw-document.js';
import { factFields } from './pages/facts-shown.js';

/** What an owner does with one of her documents: each form of its page. */
export function addDocumentChanges(
  { owner }: PageRoutes,
  { use }: DocumentPagesDeps,
  drawOne: DrawDocument,
): void {
  owner.post('/documents/:id/title', here, async (visit) => {
    const { actor, form, lang } = visit;
    const id = idFrom(visit.params);
    await use.getDocument({ actor, id });
    try {
      const { title } = parseWith(changeSchema, { title: form['title'] ?? '' });
      await use.changeDocument({ actor, id, change: { title } });
      return { seeOther: onePath(id, 'RENAMED') };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'title', words: fieldWords });
      const typedTitle = typedValues(form, ['title']).title;
      return { ...refusal, page: await drawOne(visit, { refusal, typedTitle }) };
    }
  });

  owner.post('/documents/:id/facts', here, async (visit) => {
    const { actor, form, lang } = visit;
    const id = idFrom(visit.params);
    const document = await use.getDocument({ actor, id });
    const typed = typedValues(form, factFields);
    try {
      const change = correctionOf(document, typed);
      if (change) await use.changeDocument({ actor, id, change });
      return { seeOther: onePath(id, 'CORRECTED') };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'typeCode', words: fieldWords });
      return { ...refusal, page: await drawOne(visit, { refusal, typedFacts: typed }) };
    }
  });

  owner.post('/documents/:id/not-mine', here, async (visit) => {
    const { actor } = visit;
    try {
      await use.disownDocument({ actor, id: idFrom(visit.params) });
      return { seeOther: pathTo(['documents'], { done: 'DISOWNED' }) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  owner.post('/documents/:id/mistake', here, async (visit) => {
    const { actor, form, lang } = visit;
    const documentId = idFrom(visit.params);
    try {
      const { text } = parseWith(complaintSchema, { text: form['text'] ?? '' });
      const complaint = await use.reportMistake({ actor, documentId, text, id: newId() });
      return { seeOther: pathTo(['complaints', complaint], { done: 'FILED' }) };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'text', words: fieldWords });
      const typedMistake = typedValues(form, ['text']).text;
      return { ...refusal, page: await drawOne(visit, { refusal, typedMistake }) };
    }
  });

  owner.post('/documents/:id/hide', here, (visit) =>
    arrange(visit, 'HIDDEN', async (input) => {
      await use.putAside(input);
      return input.id;
    }),
  );
  owner.post('/documents/:id/bring-back', here, (visit) =>
    arrange(visit, 'BROUGHT_BACK', async (input) => {
      await use.bringBack(input);
      return input.id;
    }),
  );
  owner.post('/documents/:id/merge', here, (visit) => arrange(visit, 'MERGED', use.mergeCopies));

  owner.upload('/documents/:id/versions', here, async (visit) => {
    const { actor, request, checkCsrf } = visit;
    const id = idFrom(visit.params);
    try {
      return await use.uploadVersion({
        actor,
        id,
        request,
        checkCsrf,
        newId: newId(),
        once: (_bodyHash, run) => run([]),
        answer: ({ created }) => ({ seeOther: onePath(id, created ? 'VERSION_ADDED' : 'DUPLICATE') }),
      });
    } catch (error) {
      const refusal = formRefusal(error, visit.lang, { field: 'file' });
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  owner.post('/documents/:id/delete', here, async (visit) => {
    const { actor } = visit;
    try {
      await use.deleteDocument({ actor, id: idFrom(visit.params) });
      return { seeOther: '/documents' };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  async function arrange(
    visit: Posted<OwnerActor>,
    said: z.output<typeof saidOnce>,
    run: (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<string>,
  ) {
    const { actor } = visit;
    try {
      return { seeOther: onePath(await run({ actor, id: idFrom(visit.params) }), said) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  }
}

function here({ id = '' }: Visit<unknown>['params']): string {
  return onePath(id);
}
