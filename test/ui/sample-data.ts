import type { AccessView } from '../../src/audit/pages/access-list.page.js';
import type { ConsentDocument, ConsentView } from '../../src/consents/pages/consent-view.js';
import type { DossierView } from '../../src/counter/pages/dossier.page.js';
import type { EvidenceItem } from '../../src/counter/pages/evidence.page.js';
import type { DocumentView, VersionView } from '../../src/documents/pages/document-view.js';
import type { NoticeModel } from '../../src/notices/pages/notice-model.js';

/** What stands where people write freely: the sample's own words, or something hostile in their place. */
export type Words = (sample: string) => string;

const id = (n: number) => `0197c3a2-0000-7000-8000-${String(n).padStart(12, '0')}`;
const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const at = '2026-11-25T03:15:00Z';

export const types = [
  {
    code: 'LAND_CERTIFICATE',
    name: { vi: 'Giấy chứng nhận quyền sử dụng đất', en: 'Land use right certificate' },
  },
  { code: 'BIRTH_CERTIFICATE', name: { vi: 'Giấy khai sinh', en: 'Birth certificate' } },
  { code: 'OTHER', name: { vi: 'Giấy tờ khác', en: 'Other document' } },
];

export const procedures = [
  {
    code: '1.004222',
    name: { vi: 'Đăng ký thường trú', en: 'Registration of permanent residence' },
    components: [
      {
        componentCode: 'CT01',
        name: { vi: 'Tờ khai thay đổi thông tin cư trú (CT01)', en: 'Residence change form (CT01)' },
        accepts: [],
        statutoryDuty: null,
      },
      {
        componentCode: 'CHO_O_HOP_PHAP',
        name: { vi: 'Giấy tờ chứng minh chỗ ở hợp pháp', en: 'Proof of lawful dwelling' },
        accepts: [{ typeCode: 'LAND_CERTIFICATE', leastTrustClass: 'PHOTO_COMPARED' }],
        statutoryDuty: { legalGround: 'Luật 91/2025/QH15, Điều 19(1)(c)' },
      },
    ],
  },
];

export function version(words: Words, changes: Partial<VersionView> = {}): VersionView {
  return {
    version: 1,
    sha256,
    sizeBytes: 1_572_864,
    mediaType: 'application/pdf',
    fileName: words('So do nha o Phu An - ban quet tai nha ngay 25 thang 11.pdf'),
    pages: 4,
    scan: { state: 'CLEAN', at },
    signature: null,
    comparedBy: null,
    createdAt: at,
    ...changes,
  };
}

export function document(words: Words, changes: Partial<DocumentView> = {}): DocumentView {
  return {
    id: id(1),
    typeCode: 'LAND_CERTIFICATE',
    title: words('Sổ đỏ nhà ở Phú An'),
    number: words('BD 123456'),
    issuer: { code: 'H09', name: words('Sở Tài nguyên và Môi trường tỉnh Bình Dương') },
    issuedOn: '2019-03-07',
    validFrom: null,
    validTo: null,
    permanent: true,
    trustClass: 'PHOTO_COMPARED',
    status: 'VALID',
    source: 'OWN_UPLOAD',
    currentVersion: 2,
    versions: [
      version(words),
      version(words, {
        version: 2,
        sizeBytes: 812_345,
        mediaType: 'image/jpeg',
        fileName: words('IMG_2041.jpg'),
        pages: 1,
        comparedBy: { name: words('Lê Thị Hà'), position: words('Cán bộ tiếp nhận'), agency: 'H09.27', at },
      }),
    ],
    createdAt: at,
    ...changes,
  };
}

export function documents(words: Words): DocumentView[] {
  return [
    document(words),
    document(words, {
      id: id(2),
      typeCode: 'BIRTH_CERTIFICATE',
      title: null,
      trustClass: 'SELF_UPLOADED',
      validTo: '2027-01-31',
      permanent: false,
    }),
    document(words, {
      id: id(3),
      title: words('Giấy xác nhận tình trạng hôn nhân dùng để đăng ký kết hôn năm 2024'),
      status: 'EXPIRED',
      trustClass: 'AGENCY_DEPOSITED',
      source: 'RESULT',
      issuer: null,
    }),
    document(words, {
      id: id(4),
      status: 'REVOKED',
      trustClass: 'E_RESULT_SIGNED',
      source: 'RESULT',
      issuedOn: null,
    }),
  ];
}

export function consentDocument(words: Words, changes: Partial<ConsentDocument> = {}): ConsentDocument {
  return {
    documentId: id(1),
    version: 2,
    typeCode: 'LAND_CERTIFICATE',
    title: words('Sổ đỏ nhà ở Phú An'),
    number: words('BD 123456'),
    issuer: { name: words('Sở Tài nguyên và Môi trường tỉnh Bình Dương') },
    issuedOn: '2019-03-07',
    trustClass: 'PHOTO_COMPARED',
    ...changes,
  };
}

export function consent(words: Words, changes: Partial<ConsentView> = {}): ConsentView {
  return {
    id: id(20),
    state: 'REQUESTED',
    requestedAt: at,
    expiresAt: '2026-12-09T03:15:00Z',
    decidedAt: null,
    recipient: { agencyCode: 'H09', name: words('HTTTGQTTHC Bình Dương') },
    officer: { name: words('Phạm Minh Quang'), position: words('Cán bộ thụ lý') },
    purpose: { text: words('Giải quyết hồ sơ đăng ký thường trú của hộ gia đình tại phường Phú An') },
    dossierCode: 'H09.1-251125-0001',
    procedureCode: '1.004222',
    procedureName: 'Đăng ký thường trú',
    componentCode: 'CHO_O_HOP_PHAP',
    componentName: 'Giấy tờ chứng minh chỗ ở hợp pháp',
    use: { maxReads: 3, reads: 1, validForDays: 30 },
    ifRefused: words('Nộp bản chính hoặc bản sao tại quầy; cán bộ vẫn tiếp nhận hồ sơ.'),
    documents: [
      consentDocument(words),
      consentDocument(words, {
        documentId: id(5),
        title: null,
        version: 1,
        issuer: null,
        trustClass: 'SELF_UPLOADED',
      }),
    ],
    items: [],
    ...changes,
  };
}

export function access(words: Words, changes: Partial<AccessView> = {}): AccessView {
  return {
    id: id(30),
    at,
    action: 'READ_CONTENT',
    actor: {
      kind: 'CLIENT',
      name: words('Phạm Minh Quang'),
      position: words('Cán bộ thụ lý'),
      agency: words('H09'),
      client: words('HTTTGQTTHC Bình Dương'),
    },
    dossierCode: 'H09.1-251125-0001',
    procedureCode: '1.004222',
    componentCode: 'CHO_O_HOP_PHAP',
    purpose: { text: words('Giải quyết hồ sơ đăng ký thường trú') },
    basis: 'CONSENT',
    legalGround: words('NĐ 154/2024, Điều 5'),
    catalogueGround: 'Luật 91/2025/QH15, Điều 19(1)(c)',
    consentId: id(20),
    documentId: id(1),
    version: 2,
    outcome: 'ALLOWED',
    refusalCode: null,
    ...changes,
  };
}

export function accesses(words: Words): AccessView[] {
  const bare = {
    dossierCode: null,
    procedureCode: null,
    componentCode: null,
    purpose: null,
    basis: null,
    legalGround: null,
    catalogueGround: null,
    consentId: null,
  };
  return [
    access(words, { id: id(31), outcome: 'REFUSED', refusalCode: 'CONSENT_WITHDRAWN' }),
    access(words),
    access(words, {
      id: id(32),
      action: 'LOOK_UP',
      documentId: null,
      version: null,
      basis: 'STATUTORY_DUTY',
      consentId: null,
    }),
    access(words, {
      id: id(33),
      action: 'UPLOAD',
      actor: {
        kind: 'OWNER',
        name: words('Nguyễn Thị Ánh Tuyết'),
        position: null,
        agency: null,
        client: null,
      },
      ...bare,
    }),
  ];
}

export function dossier(words: Words, changes: Partial<DossierView> = {}): DossierView {
  return {
    code: 'H09.27-251125-0001',
    agencyCode: 'H09.27',
    procedureCode: '1.004222',
    owner: { kind: 'PERSONAL_ID', value: '999190000001', name: words('Nguyễn Thị Ánh Tuyết') },
    submittedOn: '2025-11-25',
    channel: 1,
    status: 4,
    closed: false,
    components: [
      {
        componentCode: 'CT01',
        name: 'Tờ khai thay đổi thông tin cư trú (CT01)',
        required: true,
        citations: [],
      },
      {
        componentCode: 'CHO_O_HOP_PHAP',
        name: 'Giấy tờ chứng minh chỗ ở hợp pháp',
        required: true,
        citations: [{ id: id(40), documentId: id(1), version: 2, sha256, citedAt: at }],
      },
    ],
    results: [{ resultCode: 'H09.27-251125-0001-KQ1', state: 'RELEASED', at }],
    alerts: [{ type: 'DOCUMENT_REVOKED', documentId: id(1), at }],
    ...changes,
  };
}

export function item(words: Words, changes: Partial<EvidenceItem> = {}): EvidenceItem {
  return {
    documentId: id(1),
    version: 2,
    sha256,
    sizeBytes: 812_345,
    mediaType: 'image/jpeg',
    typeCode: 'LAND_CERTIFICATE',
    number: words('BD 123456'),
    issuer: { name: words('Sở Tài nguyên và Môi trường tỉnh Bình Dương') },
    issuedOn: '2019-03-07',
    validTo: null,
    trustClass: 'SELF_UPLOADED',
    ...changes,
  };
}

export function notices(words: Words): NoticeModel[] {
  const about = {
    agency: words('Trung tâm Phục vụ hành chính công (H09.27)'),
    dossierCode: 'H09.27-251125-0001',
  };
  const notice = (
    id: number,
    kind: NoticeModel['kind'],
    more: NoticeModel['about'] = about,
  ): NoticeModel => ({
    id: String(id),
    kind,
    about: more,
    at: '2026-11-25T03:00:00Z',
    readAt: id > 2 ? '2026-11-25T04:00:00Z' : null,
  });
  return [
    notice(1, 'CONSENT_ASKED', { ...about, consentId: '1' }),
    notice(2, 'STATUTORY_LOOK'),
    notice(3, 'EXPIRES', { documentId: '1', validTo: '2026-12-25' }),
    notice(4, 'RESULT_RELEASED', { ...about, documentId: '1' }),
    notice(5, 'RESULT_REVOKED', { ...about, documentId: 'hidden' }),
    notice(6, 'COMPLAINT_MOVED', { complaintId: '1', complaintNumber: 'PA-7K3MQ-9XDWT' }),
    notice(7, 'PAPER_INFECTED', { documentId: '1' }),
  ];
}
