import { kind, type ProblemKind } from './problem-kind.js';

/** The request itself: fields, bodies, keys, rates. */
export const requestProblems = {
  VALIDATION_FAILED: kind(
    422,
    ['Có thông tin cần sửa', 'Một số trường chưa đúng. Xem "errors" để biết trường nào và sửa thế nào.'],
    ['Some fields need correcting', 'See "errors" for the fields and what is wrong with each.'],
  ),
  REQUEST_MALFORMED: kind(
    400,
    [
      'Yêu cầu không đúng HTTP',
      'Không đọc được yêu cầu như HTTP/1.1. Kiểm tra Content-Length, dòng tiêu đề và phiên bản giao thức.',
    ],
    [
      'Not readable as HTTP',
      'The request cannot be read as HTTP/1.1. Check its Content-Length, its header lines and its version.',
    ],
  ),
  REQUEST_TIMED_OUT: kind(
    408,
    [
      'Yêu cầu đến quá chậm',
      'Yêu cầu chưa đến hết trong thời gian cho phép. Gửi lại khi đường truyền tốt hơn.',
    ],
    [
      'The request came too slowly',
      'The request had not come whole within its time. Send it again on a better connection.',
    ],
  ),
  HEADERS_TOO_LARGE: kind(
    431,
    ['Tiêu đề quá dài', 'Các dòng tiêu đề dài quá 16 KiB. Gửi ít cookie và tiêu đề hơn.'],
    ['Headers too large', 'The header lines have more than 16 KiB. Send fewer cookies and headers.'],
  ),
  BODY_MALFORMED: kind(
    400,
    ['Nội dung gửi không đọc được', 'Nội dung không phải JSON hợp lệ. Kiểm tra cú pháp và Content-Type.'],
    ['The body cannot be read', 'The body is not valid JSON. Check its syntax and Content-Type.'],
  ),
  BODY_TOO_LARGE: kind(
    413,
    ['Nội dung gửi quá dài', 'Nội dung JSON dài quá {limit}. Gửi ít hơn mỗi lần.'],
    ['The body is too large', 'A JSON body may have {limit}. Send less at a time.'],
  ),
  IDEMPOTENCY_KEY_REUSED: kind(
    422,
    ['Khóa chống gửi trùng đã dùng', 'Idempotency-Key này đã dùng cho nội dung khác. Tạo khóa mới.'],
    ['Idempotency key already used', 'This Idempotency-Key came with another body. Use a new key.'],
  ),
  REQUEST_IN_PROGRESS: kind(
    409,
    ['Yêu cầu đang được xử lý', 'Yêu cầu cùng Idempotency-Key chưa xong. Thử lại sau vài giây.'],
    [
      'Still being processed',
      'A request with this Idempotency-Key is still running. Try again in a few seconds.',
    ],
    2,
  ),
  RATE_LIMITED: kind(
    429,
    ['Gửi quá nhiều', 'Đã gửi quá nhiều yêu cầu. Đợi {seconds} giây rồi thử lại.'],
    ['Too many requests', 'Too many requests were sent. Wait {seconds} seconds and try again.'],
  ),
} as const satisfies Record<string, ProblemKind>;
