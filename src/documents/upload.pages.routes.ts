import { isInForce } from '../catalogue/index.js';
import { typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import type { PageRoutes, Visit } from '../http/page-routes.js';
import type { OwnerActor } from '../platform/actor.js';
import { vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { FormError } from '../ui/form-errors.js';
import type { Lang } from '../ui/i18n.js';
import { type DocumentPagesDeps, fieldWords, onePath } from './document-pages-deps.js';
import { isInScope } from './documents.policy.js';
import { uploadFieldsSchema } from './documents.schemas.js';
import { type AddDocumentField, addDocumentPage } from './pages/add-document.page.js';

const addFields: readonly AddDocumentField[] = [
  'typeCode',
  'title',
  'number',
  'issuerName',
  'issuedOn',
  'validTo',
];

/** The form that puts a document in. */
export function addUploadPages({ delegate }: PageRoutes, deps: DocumentPagesDeps): void {
  const { use } = deps;

  delegate.get('/documents/new', async (visit) => ({ page: drawAdd(visit) }));

  // The form once more, with what was typed before a session ended.
  delegate.post(
    '/documents/new',
    () => '/documents/new',
    async (visit) => ({
      page: drawAdd(visit, typedValues(visit.form, addFields)),
    }),
  );

  delegate.upload(
    '/documents',
    () => '/documents/new',
    async (visit) => {
      let typed: Readonly<Record<string, string>> = {};
      try {
        return await use.uploadDocument({
          actor: visit.actor,
          request: visit.request,
          checkCsrf: visit.checkCsrf,
          keepTyped: (fields) => {
            typed = fields;
          },
          newId: newId(),
          // A form has no Idempotency-Key: sent twice, the same bytes are the same document.
          once: (_bodyHash, run) => run([]),
          answer: ({ document, created }) => ({
            seeOther: onePath(document.id, created ? 'ADDED' : 'DUPLICATE'),
          }),
        });
      } catch (error) {
        const field = isAboutType(error) ? 'typeCode' : 'file';
        const refusal = formRefusal(error, visit.lang, { field, words: fieldWords });
        const errors = withFieldFaults(refusal, typed, visit.lang);
        return { ...refusal, page: drawAdd(visit, typedValues(typed, addFields), errors) };
      }
    },
    '/documents/new',
  );

  function drawAdd(
    { context, actor }: Visit<OwnerActor>,
    values: Readonly<Partial<Record<AddDocumentField, string>>> = {},
    errors: readonly FormError[] = [],
  ) {
    const today = vietnamDate(deps.clock.now());
    return addDocumentPage({
      ...context,
      types: deps.catalogue.types.filter(
        (type) => isInForce(type.inForce, today) && isInScope(actor, type.code),
      ),
      values,
      errors,
    });
  }
}

/** A refused file says nothing of the fields beside it: a person is told of all faults at once. */
function withFieldFaults(
  refusal: FormRefusal,
  typed: Readonly<Record<string, string>>,
  lang: Lang,
): readonly FormError[] {
  const told = new Set(refusal.errors.map((error) => error.field));
  const parsed = uploadFieldsSchema.safeParse(typedValues(typed, addFields));
  if (parsed.success || !told.has('file') || !('typeCode' in typed)) return refusal.errors;
  const faulty = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const more = addFields.flatMap((field) => {
    const words = fieldWords[field];
    return words && faulty.has(field) ? [{ field, text: words[lang] }] : [];
  });
  return [...more, ...refusal.errors];
}

function isAboutType(error: unknown): boolean {
  return error instanceof Error && error.message === 'DOCUMENT_TYPE_UNKNOWN';
}
