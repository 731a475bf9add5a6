import type { BilingualWord } from '../../platform/app-error.js';

const date: BilingualWord = {
  vi: 'Ghi một ngày có thật, ví dụ 25/11/2026.',
  en: 'Give a real date, like 25 November 2026.',
};

/** What each field of the counter's forms wants. */
export const fieldWords: Readonly<Record<string, BilingualWord>> = {
  dossierCode: {
    vi: 'Ghi mã hồ sơ đúng dạng, ví dụ H09.27-251125-0001.',
    en: 'Give a dossier code like H09.27-251125-0001.',
  },
  procedureCode: {
    vi: 'Chọn một thủ tục còn hiệu lực vào ngày nộp.',
    en: 'Choose a procedure that is in force on the day of submission.',
  },
  'owner.kind': { vi: 'Chọn loại số định danh.', en: 'Choose the kind of identifier.' },
  'owner.value': {
    vi: 'Ghi đúng số định danh: căn cước 12 số, chứng minh cũ 9 số, mã số thuế 10 hoặc 13 số.',
    en: 'Give the identifier: 12 digits of a personal ID, 9 of an old ID, 10 or 13 of a tax code.',
  },
  'owner.country': {
    vi: 'Chỉ ghi nước cho hộ chiếu: mã hai hoặc ba chữ cái, ví dụ VN.',
    en: 'Only a passport has a country: two or three letters, like VN.',
  },
  'owner.name': { vi: 'Ghi họ tên từ 1 đến 300 chữ.', en: 'Give a name of 1 to 300 letters.' },
  'owner.birthDate': date,
  submittedOn: date,
  channel: { vi: 'Chọn cách nộp.', en: 'Choose the way of submission.' },
  outcome: { vi: 'Chọn kết quả đối chiếu.', en: 'Choose the outcome of the comparison.' },
  note: { vi: 'Ghi chú dài nhất 1.000 chữ.', en: 'A note has at most 1,000 letters.' },
  componentCode: { vi: 'Chọn một thành phần của hồ sơ này.', en: 'Choose a component of this dossier.' },
  basis: { vi: 'Chọn căn cứ tra cứu.', en: 'Choose the basis of the look-up.' },
};
