import { kind, type ProblemKind } from './problem-kind.js';

/** Complaints about a look or a paper. */
export const complaintProblems = {
  COMPLAINT_CLOSED: kind(
    409,
    ['Phản ánh đã đóng', 'Phản ánh này đã kết thúc nên không thêm được nữa. Có thể hỏi trực tiếp tại quầy.'],
    ['The complaint is closed', 'It has ended, so nothing can be added. You may ask at a counter.'],
  ),
  COMPLAINT_FULL: kind(
    409,
    [
      'Phản ánh đã quá dài',
      'Phản ánh này không nhận thêm được nữa. Chờ trả lời, hoặc hỏi trực tiếp tại quầy.',
    ],
    ['The complaint is full', 'It takes no more words. Wait for the answer, or ask at a counter.'],
  ),
  COMPLAINT_MOVED_ON: kind(
    409,
    ['Phản ánh đã sang bước khác', 'Có người đã làm bước này trước. Tải lại trang để xem hiện trạng.'],
    ['The complaint has moved on', 'Somebody took a step before. Load the page again to see how it stands.'],
  ),
  OWN_LOOK: kind(
    403,
    [
      'Không tự giải quyết được',
      'Phản ánh này về chính lần xem hoặc việc đối chiếu của tài khoản đang dùng. Để thanh tra khác giải quyết.',
    ],
    [
      'Not yours to judge',
      'This complaint is about a look or a comparison by this very account. Leave it to another inspector.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;
