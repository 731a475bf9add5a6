import type { z } from 'zod';

/** What is wrong with a field, for the person who filled it in. */
export interface FieldWords {
  readonly vi: string;
  readonly en: string;
}

/** Rules of our own, by their code; a rule may bring its own words as `params.vi`. */
const own: Readonly<Record<string, string>> = {
  INVALID: 'Giá trị không hợp lệ',
  TOO_LONG: 'Quá dài',
  MISSING: 'Cần điền mục này',
  UNKNOWN: 'Không có trong danh mục',
  NOT_REGISTERED: 'Địa chỉ này chưa đăng ký cho hệ thống gọi',
  NOT_OFFERED: 'Không phải giấy tờ của yêu cầu này',
  BEFORE_ISSUE: 'Ngày hết hạn không được trước ngày cấp',
  INVALID_CURSOR: 'Không phải vị trí của danh sách này',
  CHECKSUM: 'Số kiểm tra của mã số thuế không đúng',
  NOT_ALLOWED: 'Không dùng cho loại này',
  UNKNOWN_FIELD: 'Không có trường này',
  REPEATED: 'Trường này gửi nhiều lần',
};

const formats: Readonly<Record<string, FieldWords>> = {
  date: { vi: 'Ngày phải có thật, như 2025-11-25', en: 'a date that exists, like 2025-11-25' },
  uuid: { vi: 'Không phải mã của hệ thống này', en: 'not an id of this service' },
};

/** Vietnamese for a rule of our own. @param fallback its English words */
export function vietnameseOf(code: string, fallback: string): string {
  return own[code] ?? fallback;
}

/** Plain words for what zod found. @param code ours, as the caller reads it */
export function fieldWordsOf(issue: z.core.$ZodIssue, code: string): FieldWords {
  const en = issue.message;
  switch (issue.code) {
    case 'custom':
      return {
        en,
        vi: typeof issue.params?.['vi'] === 'string' ? issue.params['vi'] : vietnameseOf(code, en),
      };
    case 'unrecognized_keys':
      return { vi: 'Không có trường này', en: 'there is no such field' };
    case 'invalid_type':
      return code === 'MISSING'
        ? { vi: 'Cần điền mục này', en: 'is needed' }
        : { vi: `Sai kiểu dữ liệu, cần ${issue.expected}`, en: `must be ${issue.expected}` };
    case 'invalid_format':
      return formats[issue.format] ?? { vi: 'Sai định dạng', en };
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return { vi: `Chọn một trong: ${values}`, en: `one of: ${values}` };
    }
    case 'too_big':
      return { vi: `Tối đa ${issue.maximum}${unitOf(issue.origin)}`, en };
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? { vi: 'Không được để trống', en: 'must not be empty' }
        : { vi: `Ít nhất ${issue.minimum}${unitOf(issue.origin)}`, en };
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return { vi: vietnameseOf(code, en), en };
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' ký tự';
  return origin === 'array' ? ' mục' : '';
}
