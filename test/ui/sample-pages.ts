import { accessListPage } from '../../src/audit/pages/access-list.page.js';
import { complaintPage } from '../../src/audit/pages/complaint.page.js';
import { complaintListPage } from '../../src/audit/pages/complaint-list.page.js';
import { inspectionPage } from '../../src/audit/pages/inspection.page.js';
import { inspectionListPage } from '../../src/audit/pages/inspection-list.page.js';
import { consentPage, nothingChosen } from '../../src/consents/pages/consent.page.js';
import { consentDonePage } from '../../src/consents/pages/consent-done.page.js';
import { consentListPage } from '../../src/consents/pages/consent-list.page.js';
import { counterHomePage } from '../../src/counter/pages/counter-home.page.js';
import { dossierPage } from '../../src/counter/pages/dossier.page.js';
import { evidencePage } from '../../src/counter/pages/evidence.page.js';
import { addDocumentPage } from '../../src/documents/pages/add-document.page.js';
import { cropPhotoPage } from '../../src/documents/pages/crop-photo.page.js';
import { documentPage } from '../../src/documents/pages/document.page.js';
import { documentListPage } from '../../src/documents/pages/document-list.page.js';
import { photosPage } from '../../src/documents/pages/photos.page.js';
import { receiptPage } from '../../src/documents/pages/receipt.page.js';
import { sessionListPage } from '../../src/identity/pages/session-list.page.js';
import { signInFailedPage } from '../../src/identity/pages/sign-in-failed.page.js';
import { startPage } from '../../src/identity/pages/start.page.js';
import { actingPage } from '../../src/mandates/pages/acting.page.js';
import { choosePage } from '../../src/mandates/pages/choose.page.js';
import { recordMandatePage } from '../../src/mandates/pages/record-mandate.page.js';
import { myDataPage } from '../../src/my-data/pages/my-data.page.js';
import { noticeListPage } from '../../src/notices/pages/notice-list.page.js';
import { noticeSettingsPage } from '../../src/notices/pages/notice-settings.page.js';
import type { AssetUrl } from '../../src/ui/assets.js';
import { type Lang, translator } from '../../src/ui/i18n.js';
import type { PageContext } from '../../src/ui/page.js';
import { errorPage } from '../../src/ui/pages/error.page.js';
import { keptFormPage } from '../../src/ui/pages/kept-form.page.js';
import { renderPage } from '../../src/ui/render-page.js';
import type { Words } from './sample-data.js';
import * as sample from './sample-data.js';

/** Every page in every state that looks different, by name → HTML. */
export function samplePages(lang: Lang, words: Words, asset: AssetUrl): Readonly<Record<string, string>> {
  const base = { t: translator(lang), lang };
  const nobody: PageContext = { ...base, chrome: { signedIn: null, csrfToken: null, path: '/', asset } };
  const owner = (path: string): PageContext => ({
    ...base,
    chrome: {
      signedIn: { name: words('Nguyễn Thị Ánh Tuyết'), kind: 'OWNER' },
      csrfToken: 'csrf-token',
      path,
      asset,
    },
  });
  const staff = (path: string): PageContext => ({
    ...base,
    chrome: { signedIn: { name: words('Lê Thị Hà'), kind: 'STAFF' }, csrfToken: 'csrf-token', path, asset },
  });
  const drawn = {
    start: startPage(nobody),
    'start-signed-in': startPage(owner('/')),
    'start-staff': startPage(staff('/')),
    'sign-in-failed': signInFailedPage({ ...nobody, reason: words('access_denied'), as: 'owner' }),
    'sign-in-failed-staff': signInFailedPage({ ...nobody, reason: null, as: 'staff' }),
    'kept-form': keptFormPage({
      ...nobody,
      action: '/complaints/1/words',
      fields: { text: words('Tôi không biết người này.'), many: ['1', '2'] },
      signIn: '/sign-in?as=owner',
    }),
    'kept-form-file': keptFormPage({
      fileGone: true,
      ...nobody,
      action: '/complaints/1/words',
      fields: { text: words('Tôi không biết người này.'), many: ['1', '2'] },
      signIn: '/sign-in?as=owner',
    }),
    'kept-form-again': keptFormPage({
      ...owner('/complaints/1'),
      action: '/complaints/1/words',
      fields: { text: words('Tôi không biết người này.') },
    }),
    'error-404': errorPage({
      ...owner('/documents/x'),
      problem: {
        title: words('Không tìm thấy giấy tờ'),
        detail: words('Không có giấy tờ này.'),
        status: 404,
      },
      requestId: 'req-1',
    }),
    'error-401': errorPage({
      ...nobody,
      problem: { title: 'Cần đăng nhập', detail: 'Phiên đã hết.', status: 401 },
      requestId: 'req-2',
    }),
    'error-503': errorPage({
      ...nobody,
      problem: { title: 'Kho tệp tạm ngừng', detail: 'Kho tệp chưa trả lời.', status: 503 },
      requestId: 'req-3',
    }),
    ...documentPages(owner, words),
    ...consentPages(owner, words),
    ...accessPages(owner, words),
    ...complaintPages(owner, staff, words),
    ...noticePages(owner, words),
    ...mandatePages(owner, staff, words),
    sessions: sessionListPage({ ...owner('/sessions'), sessions, own: 'a', done: 'ENDED' }),
    'sessions-staff': sessionListPage({ ...staff('/sessions'), sessions, own: null }),
    'my-data': myDataPage({ ...owner('/my-data'), mayOpen: true, quota }),
    'my-data-level-1': myDataPage({ ...owner('/my-data'), mayOpen: false, quota }),
    ...counterPages(staff, words),
  };
  return Object.fromEntries(Object.entries(drawn).map(([name, page]) => [name, renderPage(page)]));
}

const quota = { usedBytes: 52_428_800, limitBytes: 2_147_483_648, usedDocuments: 12, limitDocuments: 2000 };

const used = { signedInAt: '2026-11-25T07:05:00.000Z', seenAt: '2026-11-26T07:05:00.000Z' };
const sessions = [
  { ...used, handle: 'a', device: { browser: 'COC_COC', system: 'WINDOWS' } as const },
  { ...used, handle: 'b', device: { browser: 'OTHER', system: 'OTHER' } as const },
  { ...used, handle: null, device: null },
];

type At = (path: string) => PageContext;

const copyId = '0197c3a2-0000-7000-8000-000000000051';
const paperId = '0197c3a2-0000-7000-8000-000000000052';

function documentPages(owner: At, words: Words) {
  const list = {
    ...owner('/documents'),
    types: sample.types,
    mayOpen: true,
    waitingConsents: 0,
    next: null,
    query: {},
    unreadNotices: 0,
  };
  const one = {
    ...owner('/documents/1'),
    document: sample.document(words),
    types: sample.types,
    typesToday: sample.types,
    looks: sample.accesses(words),
    mayOpen: true,
    deletion: { allowed: true } as const,
    preview: { state: 'SHOWN', page: 2, pages: 3, masked: false } as const,
    vouchedFor: false,
    mistake: null,
    aside: null,
    copies: { alike: [], behind: [] },
    reminders: [],
    errors: [],
  };
  const crop = { ...owner('/photos/1/pages/2/crop'), of: '1', id: '2', number: 2, count: 3, turn: 90 };
  const photos = { ...owner('/photos/1'), id: '1', most: 30, types: sample.types, typed: {}, errors: [] };
  return {
    'document-list-empty': documentListPage({ ...list, documents: [] }),
    'document-list-nothing': documentListPage({
      ...list,
      documents: [],
      query: { q: words('so hong'), status: 'VALID' },
    }),
    'document-list': documentListPage({
      ...list,
      documents: sample.documents(words),
      waitingConsents: 2,
      thumbnails: new Set(
        sample
          .documents(words)
          .slice(0, 2)
          .map(({ id }) => id),
      ),
      unreadNotices: 3,
      next: 'cursor',
      query: { q: words('so do'), after: 'before' },
      quota: { usedBytes: 52_428_800, limitBytes: 2_147_483_648, usedDocuments: 12, limitDocuments: 2000 },
    }),
    'document-list-disowned': documentListPage({
      ...list,
      documents: sample.documents(words),
      done: 'DISOWNED',
      query: { status: 'EXPIRING' },
    }),
    'document-list-level-1': documentListPage({
      ...list,
      documents: sample.documents(words),
      mayOpen: false,
      waitingConsents: 1,
    }),
    receipt: receiptPage({
      ...owner('/documents/1/receipt'),
      document: sample.document(words),
      code: 'BN-7K3MQ-9XDWT',
      types: sample.types,
    }),
    photos: photosPage({
      ...photos,
      pages: [
        { id: '1', lay: '0-0-0-0-0', hints: ['BLURRED', 'TINY'] },
        { id: '2', lay: '90-0-0-0-0', hints: [] },
      ],
      typed: { title: words('Hợp đồng') },
    }),
    'photo-crop': cropPhotoPage({ ...crop, typed: { top: '5', left: '12' }, errors: [] }),
    'photo-crop-fault': cropPhotoPage({
      ...crop,
      typed: { top: '95', left: words('nửa') },
      errors: [
        { field: 'top', text: words('Ghi một số từ 0 đến 90.') },
        { field: 'left', text: words('Ghi một số từ 0 đến 90.') },
      ],
    }),
    'photos-empty': photosPage({ ...photos, pages: [] }),
    'photos-fault': photosPage({
      ...photos,
      pages: [{ id: '1', lay: '0-0-0-0-0', hints: ['DARK'] }],
      errors: [
        { field: 'file', text: words('Tệp này là PDF.') },
        { field: 'typeCode', text: words('Chọn loại giấy tờ.') },
      ],
    }),
    'add-document': addDocumentPage({
      ...owner('/documents/new'),
      types: sample.types,
      values: {},
      errors: [],
    }),
    'add-document-errors': addDocumentPage({
      ...owner('/documents/new'),
      types: sample.types,
      values: { typeCode: 'LAND_CERTIFICATE', title: words('Sổ đỏ'), issuedOn: words('2026-02-30') },
      errors: [
        { field: 'issuedOn', text: words('Ngày này không có trong lịch.') },
        { field: 'file', text: words('Chưa chọn tệp. Chọn một tệp PDF, JPG hoặc PNG.') },
        { field: null, text: words('Biểu mẫu có trường lạ.') },
      ],
    }),
    document: documentPage({ ...one, done: 'ADDED', reminders: ['2026-12-01', '2026-12-24'] }),
    'document-copies': documentPage({
      ...one,
      done: 'MERGED',
      copies: {
        alike: [sample.document(words), sample.document(words, { id: copyId, title: words('Bản chụp') })],
        behind: [sample.document(words, { id: copyId, title: words('Bản chụp') })],
      },
    }),
    'document-hidden': documentPage({
      ...one,
      done: 'HIDDEN',
      aside: { behind: null },
      document: sample.document(words, { source: 'RESULT' }),
      deletion: { allowed: false, why: 'RESULT_NOT_DELETABLE' },
      vouchedFor: true,
      mistake: { id: copyId, number: 'PA-7K3MQ-9XDWT', state: 'IN_REVIEW' },
    }),
    'document-behind': documentPage({
      ...one,
      aside: { behind: copyId },
      document: sample.document(words, { source: 'RESULT' }),
      deletion: { allowed: false, why: 'RESULT_NOT_DELETABLE' },
      vouchedFor: true,
      typedMistake: words('Ngày cấp sai'),
      errors: [{ field: 'text', text: words('Cho biết chỗ nào sai.') }],
    }),
    'document-result': documentPage({
      ...one,
      document: sample.document(words, {
        source: 'RESULT',
        status: 'REVOKED',
        title: null,
        trustClass: 'E_RESULT_SIGNED',
        currentVersion: 1,
        validFrom: '2024-01-01',
        validTo: '2026-01-01',
        versions: [
          sample.version(words, {
            signature: { verdict: 'VALID', format: 'PAdES' },
            scan: { state: 'NOT_SCANNED' },
          }),
        ],
      }),
      looks: [],
      deletion: { allowed: false, why: 'RESULT_NOT_DELETABLE' },
      preview: { state: 'NOT_SCANNED' },
    }),
    'document-errors': documentPage({
      ...one,
      deletion: { allowed: false, why: 'DOCUMENT_IN_USE' },
      preview: { state: 'MASKED' },
      typedTitle: words('Tên rất dài'),
      errors: [{ field: 'title', text: words('Tên dài quá 300 chữ.') }],
    }),
    'document-facts-errors': documentPage({
      ...one,
      document: sample.document(words, { versions: [sample.version(words)], currentVersion: 1 }),
      typedFacts: { number: words('CS "1"'), issuerName: words('Sở'), validTo: words('2026-02-30') },
      errors: [{ field: 'validTo', text: words('Ngày này không có trong lịch.') }],
    }),
    'document-level-1': documentPage({
      ...one,
      mayOpen: false,
      preview: null,
      deletion: { allowed: false, why: 'LEVEL_TOO_LOW' },
    }),
  };
}

function consentPages(owner: At, words: Words) {
  const one = {
    ...owner('/consents/1'),
    types: sample.types,
    mayShare: true,
    notice: words('Không trả lời nghĩa là không đồng ý.'),
    errors: [],
  };
  const given = sample.consent(words, {
    state: 'GIVEN',
    decidedAt: '2026-11-25T04:00:00Z',
    items: [sample.consentDocument(words)],
  });
  const denied = sample.consent(words, { id: 'denied', state: 'DENIED', decidedAt: '2026-11-25T04:00:00Z' });
  const returnUrl = words('https://dichvucong.example.vn/ho-so?evidenceRequestId=1');
  return {
    'consent-list-empty': consentListPage({ ...owner('/consents'), waiting: [], past: [], next: null }),
    'consent-list': consentListPage({
      ...owner('/consents'),
      waiting: [sample.consent(words)],
      past: [given, denied],
      next: 'cursor',
    }),
    consent: consentPage({
      ...one,
      consent: sample.consent(words),
      returnUrl,
      pagesOf: new Map(sample.consent(words).documents.map(({ documentId }) => [documentId, 2])),
    }),
    'consent-errors': consentPage({
      ...one,
      consent: sample.consent(words, { use: { maxReads: null, reads: 0, validForDays: 1 }, ifRefused: null }),
      chosen: [],
      errors: nothingChosen(one),
    }),
    'consent-nothing': consentPage({ ...one, consent: sample.consent(words, { documents: [] }) }),
    'consent-level-1': consentPage({ ...one, consent: sample.consent(words), mayShare: false }),
    'consent-given': consentPage({ ...one, consent: given }),
    'consent-denied': consentPage({ ...one, consent: denied }),
    'consent-done': consentDonePage({ ...owner('/consents/1'), consent: given, returnUrl }),
    'consent-done-denied': consentDonePage({ ...owner('/consents/1'), consent: denied }),
  };
}

function accessPages(owner: At, words: Words) {
  const list = {
    ...owner('/accesses'),
    next: null,
    filter: {},
    filterErrors: [],
    complaints: new Map([
      [
        '0197c3a2-0000-7000-8000-000000000032',
        { id: '1', number: 'PA-00000-00000', state: 'IN_REVIEW' as const },
      ],
    ]),
    agencies: [{ code: 'H09', client: words('HTTTGQTTHC Bình Dương') }],
    documents: [{ id: '0197c3a2-0000-7000-8000-000000000001', title: words('Sổ đỏ nhà ở Phú An') }],
    titles: new Map([['0197c3a2-0000-7000-8000-000000000001', words('Sổ đỏ nhà ở Phú An')]]),
    procedures: sample.procedures,
    refusals: new Map([['CONSENT_WITHDRAWN', words('Sự đồng ý đã được rút.')]]),
  };
  const all = sample.accesses(words);
  return {
    'access-list-empty': accessListPage({ ...list, accesses: [] }),
    'access-list': accessListPage({ ...list, accesses: all, next: 'cursor' }),
    'access-list-filter-faults': accessListPage({
      ...list,
      accesses: [],
      filter: { act: 'OPENED', from: words('hôm qua'), to: '2026-11-01' },
      filterErrors: [{ field: 'from', text: words('Ghi ngày theo dạng ngày/tháng/năm.') }],
    }),
    'access-list-document': accessListPage({
      ...list,
      accesses: all,
      after: 'cursor',
      filter: {
        documentId: '0197c3a2-0000-7000-8000-000000000001',
        agency: words('H09.99'),
        from: '2026-11-01',
      },
      documentTitle: words('Sổ đỏ nhà ở Phú An'),
      complaint: {
        accessId: all[0]?.id ?? '',
        text: words('Tôi không quen người này.'),
        errors: [{ field: 'text', text: words('Viết ít nhất vài chữ.') }],
      },
    }),
  };
}

function mandatePages(owner: At, staff: At, words: Words) {
  const mandate = {
    id: '1',
    kind: 'LEGAL_REPRESENTATIVE',
    personName: words('Trần Văn Đức'),
    ownerName: words('Công ty TNHH Gốm Minh Khai'),
    types: null,
    mayAdd: true,
    until: null,
    proof: null,
  } as const;
  const delegate = {
    ...mandate,
    id: '2',
    kind: 'DELEGATE',
    personName: words('Nguyễn Thị Ánh Tuyết'),
    types: ['LAND_CERTIFICATE', 'OTHER'],
    until: '2030-12-31T17:00:00Z',
  } as const;
  const parent = {
    ...mandate,
    id: '3',
    kind: 'PARENT',
    proof: { text: words('Giấy khai sinh số 12/2015') },
  } as const;
  const base = owner('/acting');
  const acting = {
    ...base,
    own: [mandate, parent],
    chosen: null,
    others: [],
    ownerName: words('Trần Văn Đức'),
    endable: ['2'],
    mayGrant: false,
    types: sample.types,
    typed: {},
    errors: [],
  };
  const chrome = {
    ...base.chrome,
    signedIn: {
      name: words('Trần Văn Đức'),
      kind: 'OWNER' as const,
      actingFor: words('Công ty TNHH Gốm Minh Khai'),
    },
  };
  return {
    acting: actingPage(acting),
    'acting-choose': choosePage({
      ...base,
      own: acting.own,
      ownName: words('Trần Văn Đức'),
      next: '/documents',
      types: sample.types,
    }),
    'acting-none': actingPage({ ...acting, own: [] }),
    'acting-for': actingPage({
      ...acting,
      chrome,
      chosen: '1',
      others: [delegate],
      mayGrant: true,
      done: 'GRANTED',
    }),
    'acting-fault': actingPage({
      ...acting,
      chrome,
      chosen: '1',
      mayGrant: true,
      typed: { personalId: words('12'), name: words('Nguyễn'), types: ['OTHER'], mayAdd: true },
      errors: [
        { field: 'personalId', text: words('Ghi đủ 12 chữ số.') },
        { field: 'name', text: words('Họ tên này không phải của người mang số định danh ở trên.') },
        { field: 'types', text: words('Chọn ít nhất một loại giấy tờ.') },
        { field: 'until', text: words('Ghi ngày kết thúc.') },
      ],
    }),
    'record-mandate': recordMandatePage({
      ...staff('/counter/mandates'),
      values: {},
      errors: [],
      done: true,
    }),
    'record-mandate-fault': recordMandatePage({
      ...staff('/counter/mandates'),
      values: { kind: 'PARENT', proof: words('Giấy khai sinh') },
      errors: [
        { field: 'owner.value', text: words('Xem lại số.') },
        { field: 'compared', text: words('Chỉ ghi nhận khi đã đối chiếu.') },
      ],
    }),
  };
}

function noticePages(owner: At, words: Words) {
  const list = { ...owner('/notices'), titles: new Map([['1', words('Sổ hộ khẩu')]]), next: null };
  const settings = {
    ...owner('/notices/settings'),
    offered: ['EMAIL', 'SMS', 'ZALO'] as const,
    addresses: [],
    pending: null,
    topics: (['CONSENTS', 'LOOKS', 'EXPIRY', 'RESULTS', 'ALERTS'] as const).map((topic) => ({
      topic,
      chosen: topic !== 'LOOKS',
    })),
    errors: [],
    typed: {},
  };
  const address = { channel: 'EMAIL', address: words('t•••@example.vn') } as const;
  return {
    'notice-list': noticeListPage({ ...list, notices: sample.notices(words), next: 'cursor', after: 'x' }),
    'notice-list-empty': noticeListPage({ ...list, notices: [] }),
    'notice-settings': noticeSettingsPage({ ...settings, addresses: [address], done: 'CONFIRMED' }),
    'notice-settings-none': noticeSettingsPage({ ...settings, offered: [] }),
    'notice-settings-one': noticeSettingsPage({ ...settings, offered: ['EMAIL'] }),
    'notice-settings-fault': noticeSettingsPage({
      ...settings,
      errors: [{ field: 'address', text: words('Ghi địa chỉ thư.') }],
      typed: { channel: 'SMS', address: words('0912') },
    }),
    'notice-settings-code': noticeSettingsPage({
      ...settings,
      pending: address,
      errors: [{ field: 'code', text: words('Mã không đúng.') }],
    }),
  };
}

function complaintPages(owner: At, staff: At, words: Words) {
  const by = { kind: 'OWNER', name: words('Nguyễn Thị Ánh Tuyết'), position: null, agency: null } as const;
  const inspector = {
    kind: 'INSPECTOR',
    name: words('Sơn'),
    position: words('Thanh tra viên'),
    agency: words('H09'),
  } as const;
  const received = {
    id: '0197c3a2-0000-7000-8000-000000000041',
    number: 'PA-7K3MQ-9XDWT',
    accessId: '0197c3a2-0000-7000-8000-000000000030',
    documentId: null,
    text: words('Không biết người này.'),
    state: 'RECEIVED' as const,
    at: '2026-11-25T07:05:00.000Z',
    dueOn: '2026-12-10',
    events: [
      { step: 'RECEIVED', at: '2026-11-25T07:05:00.000Z', by, text: words('Không biết người này.') },
    ] as const,
  };
  const answered = {
    ...received,
    state: 'ANSWERED' as const,
    events: [
      ...received.events,
      { step: 'TAKEN_UP', at: '2026-11-25T08:00:00.000Z', by: inspector, text: null },
      { step: 'ANSWERED', at: '2026-11-26T08:00:00.000Z', by: inspector, text: words('Đúng quy định.') },
    ] as const,
  };
  const closed = { ...answered, state: 'CLOSED' as const };
  const one = {
    ...owner('/complaints/1'),
    access: sample.access(words),
    titles: new Map<string, string>([[paperId, words('Sổ đỏ')]]),
    types: sample.types,
    procedures: sample.procedures,
    refusals: new Map<string, string>(),
    errors: [],
  };
  const mistake = { ...received, accessId: null, documentId: paperId };
  const paper = {
    typeCode: 'LAND_CERTIFICATE',
    agency: words('H09'),
    dossierCode: 'H09-251125-0001',
    resultCode: 'H09-251125-0001-KQ1',
  };
  const inspected = { ...staff('/inspection/1'), ownerCalled: words('Người phản ánh'), linksConsents: false };
  const fault = [{ field: 'text', text: words('Cho biết vì sao thấy lạ.') }];
  const list = { ...owner('/complaints'), next: null };
  const queue = { ...staff('/inspection'), next: null };
  return {
    'complaint-list': complaintListPage({
      ...list,
      complaints: [received, answered, mistake],
      next: 'cursor',
    }),
    'complaint-list-empty': complaintListPage({ ...list, complaints: [] }),
    complaint: complaintPage({ ...one, complaint: received, done: 'FILED' }),
    'complaint-fault': complaintPage({ ...one, complaint: received, errors: fault, typed: words('x') }),
    'complaint-mistake': complaintPage({ ...one, access: null, complaint: mistake }),
    'inspection-mistake': inspectionPage({ ...one, ...inspected, access: null, paper, complaint: mistake }),
    'complaint-closed': complaintPage({ ...one, complaint: closed, access: null }),
    'inspection-list': inspectionListPage({
      ...queue,
      complaints: [received, answered],
      after: 'x',
      state: 'RECEIVED',
    }),
    'inspection-list-empty': inspectionListPage({ ...queue, complaints: [] }),
    inspection: inspectionPage({ ...one, ...inspected, complaint: received }),
    'inspection-fault': inspectionPage({
      ...one,
      ...staff('/inspection/1'),
      complaint: received,
      errors: fault,
    }),
    'inspection-answered': inspectionPage({ ...one, ...inspected, complaint: answered }),
  };
}

function counterPages(staff: At, words: Words) {
  const home = { ...staff('/counter'), procedures: sample.procedures, values: {}, errors: [] };
  const one = { ...staff('/counter/dossiers/1'), procedure: sample.procedures[0], errors: [] };
  const request = {
    id: 'request-1',
    dossierCode: 'H09.27-251125-0001',
    componentCode: 'CHO_O_HOP_PHAP',
    componentName: words('Giấy tờ chứng minh chỗ ở hợp pháp'),
    basis: 'STATUTORY_DUTY' as const,
    legalGround: words('Luật 91/2025/QH15, Điều 19(1)(c)'),
    state: 'READY' as const,
    createdAt: '2026-11-25T03:15:00Z',
    items: [
      sample.item(words),
      sample.item(words, { documentId: 'second', issuer: null, number: null, trustClass: 'PHOTO_COMPARED' }),
    ],
  };
  const evidence = {
    ...staff('/counter/evidence-requests/1'),
    types: sample.types,
    comparisons: [],
    citations: [],
    request,
  };
  const documentId = sample.item(words).documentId;
  return {
    'counter-home': counterHomePage({
      ...home,
      values: { 'owner.kind': 'PERSONAL_ID', channel: '1', submittedOn: '2026-11-25' },
    }),
    'counter-home-errors': counterHomePage({
      ...home,
      values: { dossierCode: words('H09'), 'owner.value': words('12'), 'owner.name': words('Tuyết') },
      errors: [
        { field: 'dossierCode', text: words('Mã hồ sơ có dạng H09.27-251125-0001.') },
        { field: 'owner.value', text: words('Số định danh có 12 chữ số.') },
        { field: 'channel', text: words('Chọn cách nộp.') },
      ],
      dossiers: [
        {
          code: 'H09.27-251125-0001',
          procedureCode: '1.004222',
          ownerName: words('Nguyễn Thị Ánh Tuyết'),
          status: 4,
        },
      ],
    }),
    dossier: dossierPage({
      ...one,
      dossier: sample.dossier(words),
      requests: [
        {
          id: 'request-1',
          componentCode: 'CHO_O_HOP_PHAP',
          state: 'READY',
          createdAt: '2026-11-25T03:15:00Z',
        },
      ],
    }),
    'dossier-closed': dossierPage({
      ...one,
      procedure: null,
      dossier: sample.dossier(words, { closed: true, status: 10, components: [], results: [], alerts: [] }),
      errors: [{ field: null, text: words('Căn cứ không được phép.') }],
    }),
    evidence: evidencePage({
      ...evidence,
      done: 'COMPARED',
      comparisons: [
        { documentId, version: 2, outcome: 'MATCHES', name: words('Lê Thị Hà'), at: '2026-11-25T03:20:00Z' },
      ],
      citations: [{ documentId: 'second', version: 2, citedAt: '2026-11-25T03:25:00Z' }],
    }),
    'evidence-errors': evidencePage({
      ...evidence,
      refused: {
        documentId,
        note: words('Khác số vào sổ'),
        errors: [{ field: 'outcome', text: words('Chọn kết quả đối chiếu.') }],
      },
    }),
    'evidence-waiting': evidencePage({
      ...evidence,
      request: {
        ...request,
        basis: 'CONSENT',
        legalGround: null,
        state: 'CONSENT_REQUIRED',
        items: [],
        consent: {
          state: 'REQUESTED',
          expiresAt: '2026-12-09T03:15:00Z',
          code: '4821 7730',
          shortUrl: 'https://kho.example.vn/c/48217730',
        },
      },
    }),
    'evidence-no-match': evidencePage({
      ...evidence,
      request: {
        ...request,
        state: 'NO_MATCH',
        items: [],
        reasons: [{ typeCode: 'LAND_CERTIFICATE', code: 'TRUST_TOO_LOW' }],
      },
    }),
  };
}
