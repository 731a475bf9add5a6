import { kind, type ProblemKind } from './problem-kind.js';

/** Faults of ours. */
export const serviceProblems = {
  STORAGE_UNAVAILABLE: kind(
    503,
    ['Kho tệp tạm ngừng', 'Kho tệp chưa trả lời. Giấy tờ đã gửi vẫn an toàn. Thử lại sau ít phút.'],
    [
      'File store unavailable',
      'The file store does not answer. What was received is safe. Try again in a few minutes.',
    ],
    30,
  ),
  DATABASE_UNAVAILABLE: kind(
    503,
    [
      'Cơ sở dữ liệu tạm ngừng',
      'Cơ sở dữ liệu chưa trả lời. Giấy tờ đã gửi vẫn an toàn. Thử lại sau ít phút.',
    ],
    [
      'Database unavailable',
      'The database does not answer. What was received is safe. Try again in a few minutes.',
    ],
    30,
  ),
  SERVICE_STOPPING: kind(
    503,
    [
      'Dịch vụ đang khởi động lại',
      'Tệp chưa gửi xong thì dịch vụ phải dừng, nên chưa lưu gì. Gửi lại sau ít giây.',
    ],
    [
      'The service is being restarted',
      'The service had to stop before the whole file had come, so nothing was kept. Send it again in a few seconds.',
    ],
    5,
  ),
  CONTENT_DAMAGED: kind(
    500,
    [
      'Tệp lưu không còn nguyên vẹn',
      'Tệp lưu không khớp với mã băm nên không được gửi đi. Tải lại không khắc phục được. Báo cho cán bộ ở quầy.',
    ],
    [
      'The stored file is damaged',
      'The stored object fails its check and was not sent. Trying again does not help. Tell the staff at a counter.',
    ],
  ),
  INTERNAL_ERROR: kind(
    500,
    [
      'Có lỗi ở hệ thống',
      'Hệ thống gặp lỗi chưa lường trước. Thử lại sau ít phút; nếu vẫn lỗi, báo mã lỗi cho cán bộ hỗ trợ.',
    ],
    [
      'Something went wrong',
      'An unforeseen fault occurred. Try again in a few minutes; if it stays, give the error number (request id) to the support staff.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;
