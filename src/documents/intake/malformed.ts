import { AppError } from '../../platform/app-error.js';

const reasons = {
  type: { vi: 'không phải multipart/form-data', en: 'it is not multipart/form-data' },
  boundary: { vi: 'thiếu boundary', en: 'its boundary is missing or not valid' },
  head: { vi: 'phần đầu của một mục bị hỏng', en: 'the head of a part is broken' },
  parts: { vi: 'quá nhiều mục', en: 'it has too many parts' },
  files: { vi: 'có hơn một tệp', en: 'it has more than one file part' },
  fileName: { vi: 'tệp nằm ở mục khác', en: 'a file part has another name' },
  cut: { vi: 'nội dung bị cắt ngang', en: 'it ends too early' },
  stalled: { vi: 'nội dung gửi bị ngừng giữa chừng', en: 'it stopped arriving' },
  form: { vi: 'biểu mẫu không đúng dạng', en: 'the form is not well formed' },
} as const;

/** The refusal of a body that is no readable upload, with the reason in words. */
export function malformed(reason: keyof typeof reasons, cause?: unknown): AppError {
  return new AppError('UPLOAD_MALFORMED', { reason: reasons[reason] }, { cause });
}
