import type { AccountLevel, StaffRole } from '../platform/actor.js';

/** Made-up people: no personal ID of the province code 999 exists. */
export interface CitizenPersona {
  readonly kind: 'owner';
  readonly key: string;
  readonly name: string;
  readonly personalId: string;
  /** yyyyMMdd, as the national sign-on writes it. */
  readonly birthDate: string;
  readonly accountLevel: AccountLevel;
  /** Organisations and household businesses, as the e-ID names them. */
  readonly represents?: readonly { readonly MaSoThue: string; readonly Ten: string }[];
  readonly note: { readonly vi: string; readonly en: string };
}

export interface StaffPersona {
  readonly kind: 'staff';
  readonly key: string;
  readonly name: string;
  readonly position: string;
  readonly role: StaffRole;
  readonly agency: string;
  readonly note: { readonly vi: string; readonly en: string };
}

export type Persona = CitizenPersona | StaffPersona;

export const personas: readonly Persona[] = [
  {
    kind: 'owner',
    key: 'tuyet',
    name: 'Nguyễn Thị Ánh Tuyết',
    personalId: '999190000001',
    birthDate: '19900315',
    accountLevel: 2,
    note: { vi: 'công dân, mẹ của Nguyễn Minh An', en: 'citizen, mother of Nguyễn Minh An' },
  },
  {
    kind: 'owner',
    key: 'duc',
    name: 'Trần Văn Đức',
    personalId: '999085000002',
    birthDate: '19850720',
    accountLevel: 2,
    represents: [
      { MaSoThue: '3709999002', Ten: 'Công ty TNHH Gốm Minh Khai' },
      { MaSoThue: '999085000002', Ten: 'Hộ kinh doanh Trần Văn Đức' },
    ],
    note: {
      vi: 'đại diện pháp luật Công ty TNHH Gốm Minh Khai, MST 3709999002',
      en: 'legal representative of Công ty TNHH Gốm Minh Khai, tax code 3709999002',
    },
  },
  {
    kind: 'owner',
    key: 'an',
    name: 'Nguyễn Minh An',
    personalId: '999215000003',
    birthDate: '20150901',
    accountLevel: 2,
    note: { vi: 'sinh năm 2015, con của Ánh Tuyết', en: 'born 2015, child of Ánh Tuyết' },
  },
  {
    kind: 'owner',
    key: 'low',
    name: 'Phạm Văn Lâm',
    personalId: '999088000004',
    birthDate: '19881102',
    accountLevel: 1,
    note: { vi: 'tài khoản mức 1', en: 'account level 1' },
  },
  {
    kind: 'staff',
    key: 'ha',
    name: 'Lê Thu Hà',
    position: 'Công chức tiếp nhận',
    role: 'RECEIVER',
    agency: 'H09.27',
    note: { vi: 'tiếp nhận hồ sơ, trung tâm H09.27', en: 'receiving officer, service centre H09.27' },
  },
  {
    kind: 'staff',
    key: 'quang',
    name: 'Võ Minh Quang',
    position: 'Công chức thụ lý',
    role: 'PROCESSOR',
    agency: 'H09.27',
    note: { vi: 'thụ lý hồ sơ, trung tâm H09.27', en: 'processing officer, service centre H09.27' },
  },
  {
    kind: 'staff',
    key: 'mai',
    name: 'Đặng Ngọc Mai',
    position: 'Quản trị hệ thống',
    role: 'ADMINISTRATOR',
    agency: 'H09',
    note: { vi: 'quản trị hệ thống', en: 'administrator' },
  },
  {
    kind: 'staff',
    key: 'son',
    name: 'Hồ Thanh Sơn',
    position: 'Thanh tra viên',
    role: 'INSPECTOR',
    agency: 'H09',
    note: { vi: 'thanh tra', en: 'inspector' },
  },
];
