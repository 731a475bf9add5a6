import type { Router } from 'express';
import type { Catalogue } from '../catalogue/index.js';
import type { PageDeps } from '../http/page-context.js';
import { nested, typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Posted, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import { type OwnerKey, ownerReferenceSchema, returnPath } from '../identity/index.js';
import type { OwnerActor, StaffActor } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import { pathTo } from '../ui/safe-href.js';
import type { MandateOwner } from './change-mandates.js';
import type { MandateUse } from './index.js';
import { endsAll, represents } from './mandate.js';
import { type ActingModel, actingPage } from './pages/acting.page.js';
import { choosePage } from './pages/choose.page.js';
import { type RecordField, recordFields, recordMandatePage } from './pages/record-mandate.page.js';

export interface MandatePagesDeps extends PageDeps {
  readonly use: MandateUse;
  /** The owner of a key; null when there is none yet. */
  readonly findOwner: (key: OwnerKey) => Promise<MandateOwner | null>;
  readonly catalogue: Catalogue;
}

const done = z.enum(['GRANTED', 'ENDED']).optional().catch(undefined);
const next = z
  .string()
  .transform((path) => returnPath(path, '/documents'))
  .optional()
  .catch(undefined);
const recorded = z.literal('1').optional().catch(undefined);
const personalId = z
  .string()
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{12}$/));
/** The first moment after a day, in Vietnam. */
const untilEndOf = z.iso.date().transform((day) => new Date(Date.parse(`${day}T17:00:00Z`)));
const delegateSchema = z.object({
  personalId,
  name: z.string().trim().min(1).max(200),
  types: z.array(z.string()),
  until: untilEndOf,
});
const recordSchema = z.object({
  kind: z.enum(['PARENT', 'ATTORNEY', 'LEGAL_REPRESENTATIVE', 'HOUSEHOLD_OWNER']),
  personalId,
  owner: ownerReferenceSchema,
  until: untilEndOf.optional(),
  proof: z.string().trim().min(1).max(500),
  compared: z.literal('yes'),
});
const fieldWords: FieldWords = {
  personalId: {
    vi: 'Ghi đủ 12 chữ số của số định danh.',
    en: 'Give all 12 digits of the personal ID number.',
  },
  'personalId:SELF': { vi: 'Đây là chính người được làm thay.', en: 'This is the one to be acted for.' },
  name: {
    vi: 'Ghi họ và tên như trên căn cước.',
    en: 'Give the full name as on the identity card.',
  },
  'name:DIFFERS': {
    vi: 'Họ tên này không phải của người mang số định danh ở trên. Xem lại cả hai.',
    en: 'This is not the name of the person with the number above. Check both.',
  },
  types: { vi: 'Chọn ít nhất một loại giấy tờ.', en: 'Choose at least one type of document.' },
  until: { vi: 'Ghi ngày kết thúc, ví dụ 31/12/2026.', en: 'Give the last day, like 31 December 2026.' },
  'until:BEYOND': {
    vi: 'Ngày này sau ngày kết thúc quyền đại diện của ông/bà. Chọn ngày sớm hơn.',
    en: 'This is after your own right to represent ends. Choose an earlier day.',
  },
  'until:PAST': { vi: 'Ngày này đã qua.', en: 'This day is past.' },
  kind: { vi: 'Chọn quan hệ.', en: 'Choose what the person is.' },
  'owner.value': {
    vi: 'Xem lại số của người hoặc tổ chức được làm thay.',
    en: 'Check the number of the one who is acted for.',
  },
  'owner.value:UNKNOWN': {
    vi: 'Kho chưa có người hoặc tổ chức này. Mở hồ sơ cho họ trước.',
    en: 'The store does not know this person or organisation. Open a dossier for them first.',
  },
  'owner.value:BIRTH_UNKNOWN': {
    vi: 'Kho chưa biết ngày sinh của con. Mở một hồ sơ có ngày sinh, hoặc để con đăng nhập một lần.',
    en: 'The child’s birth date is not known. Open a dossier with it, or let the child sign in once.',
  },
  'owner.value:OF_AGE': {
    vi: 'Người này đã đủ 18 tuổi: cần giấy ủy quyền.',
    en: 'This person is of age: a power of attorney is needed.',
  },
  proof: { vi: 'Ghi giấy tờ đã đối chiếu.', en: 'Say what was compared.' },
  compared: {
    vi: 'Chỉ ghi nhận khi đã đối chiếu bản chính.',
    en: 'Record it only after comparing the original.',
  },
};

/** Acting for others: who is chosen, who is named, what a counter records. */
export function makeMandatePages(deps: MandatePagesDeps): Router {
  const { use } = deps;
  const { router, owner, delegate, clerk } = makePageRoutes(deps);

  delegate.get('/acting', async (visit) => ({
    page: await draw(visit, visit.query({ done, next })),
  }));

  delegate.post('/acting/choose', here, async (visit) => {
    const { actor, form } = visit;
    const id = form['mandate'] ?? '';
    if (id === '') await visit.actAs(null);
    else {
      const held = z.uuid().safeParse(id);
      if (!held.success || !(await use.actingUnder(actor.id, held.data))) throw new AppError('NOT_FOUND');
      await visit.actAs(held.data);
    }
    return { seeOther: returnPath(form['next'], '/documents') };
  });

  owner.post('/acting/delegates', here, async (visit) => {
    const { actor, form, lang } = visit;
    const types = [form['types'] ?? []].flat().filter((code) => deps.catalogue.type(code));
    const mayAdd = form['mayAdd'] === 'yes';
    try {
      const given = parseWith(delegateSchema, { ...form, types });
      await use.grantDelegation({ actor, ...given, mayAdd });
      return { seeOther: pathTo(['acting'], { done: 'GRANTED' }) };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'personalId', words: fieldWords });
      const typed = { ...typedValues(form, ['personalId', 'name', 'until']), types, mayAdd };
      return { ...refusal, page: await draw(visit, { refusal, typed }) };
    }
  });

  owner.post('/acting/:id/end', here, async ({ actor, params }) => {
    await use.endMandate({ actor, id: idFrom(params) });
    return { seeOther: pathTo(['acting'], { done: 'ENDED' }) };
  });

  clerk.get('/counter/mandates', async (visit) => ({
    page: recordMandatePage({
      ...visit.context,
      values: {},
      errors: [],
      done: visit.query({ done: recorded }).done === '1',
    }),
  }));

  clerk.post(
    '/counter/mandates',
    () => '/counter/mandates',
    async (visit) => record(visit),
  );

  return router;

  async function record({ actor, form, lang, context }: Posted<StaffActor>) {
    try {
      const { kind, personalId: person, owner: key, until, proof } = parseWith(recordSchema, nested(form));
      const found = await deps.findOwner(key.key);
      if (!found) throw fieldError('/owner.value', 'UNKNOWN', 'not known here');
      await use.recordMandate({ actor, kind, personalId: person, owner: found, until: until ?? null, proof });
      return { seeOther: '/counter/mandates?done=1' };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'personalId', words: fieldWords });
      const values: Readonly<Partial<Record<RecordField, string>>> = typedValues(form, recordFields);
      return { ...refusal, page: recordMandatePage({ ...context, values, errors: refusal.errors }) };
    }
  }

  async function draw(
    { actor, context }: Visit<OwnerActor>,
    state: {
      readonly done?: z.output<typeof done>;
      readonly next?: z.output<typeof next>;
      readonly refusal?: FormRefusal;
      readonly typed?: ActingModel['typed'];
    },
  ) {
    const { own, others } = await use.listMandates(actor.id, actor.ownerId);
    if (state.next !== undefined)
      return choosePage({
        ...context,
        own,
        ownName: actor.name,
        next: state.next,
        types: deps.catalogue.types,
      });
    return actingPage({
      ...context,
      own,
      others,
      chosen: actor.mandate?.id ?? null,
      ownerName: actor.forName ?? actor.name,
      endable: others.filter(({ personId }) => endsAll(actor) || personId === actor.id).map(({ id }) => id),
      mayGrant: actor.mandate !== undefined && represents(actor.mandate),
      types: deps.catalogue.types,
      done: state.done,
      typed: state.typed ?? {},
      errors: state.refusal?.errors ?? [],
    });
  }
}

function here(): string {
  return '/acting';
}
