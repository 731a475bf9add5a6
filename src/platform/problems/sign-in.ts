import { kind, type ProblemKind } from './problem-kind.js';

/** Who are you: sessions, tokens, scopes, account levels. */
export const signInProblems = {
  SIGN_IN_REQUIRED: kind(
    401,
    ['Cần đăng nhập', 'Chưa đăng nhập hoặc phiên đã hết. Đăng nhập rồi thử lại.'],
    ['Sign in first', 'There is no session, or it has ended. Sign in and try again.'],
  ),
  SIGN_IN_FAILED: kind(
    400,
    [
      'Đăng nhập chưa xong',
      'Hệ thống định danh chưa xác nhận lần đăng nhập này ({reason}). Đăng nhập lại từ đầu.',
    ],
    ['Sign-in did not finish', 'The e-ID service did not confirm this sign-in ({reason}). Start again.'],
  ),
  EID_UNAVAILABLE: kind(
    503,
    [
      'Hệ thống định danh chưa trả lời',
      'Hệ thống định danh điện tử tạm thời không trả lời nên chưa đăng nhập được. Thử lại sau ít phút.',
    ],
    [
      'The e-ID service does not answer',
      'Signing in is not possible because the e-ID service does not answer. Try again in a few minutes.',
    ],
    30,
  ),
  TOKEN_INVALID: kind(
    401,
    [
      'Mã truy cập không dùng được',
      'Mã truy cập thiếu, sai hoặc đã hết hạn ({reason}). Lấy mã mới ở /oauth2/token.',
    ],
    [
      'Access token not accepted',
      'The token is absent, wrong or expired ({reason}). Get a new one at /oauth2/token.',
    ],
  ),
  SCOPE_MISSING: kind(
    403,
    [
      'Mã truy cập thiếu phạm vi',
      'Việc này cần phạm vi "{scope}". Xin mã có phạm vi đó, hoặc nhờ quản trị viên cấp.',
    ],
    [
      'Scope missing',
      'This needs the scope "{scope}". Ask for a token with it, or have the administrator grant it.',
    ],
  ),
  ROLE_MISSING: kind(
    403,
    ['Tài khoản không làm được việc này', 'Việc này dành cho {wanted}. Đăng nhập bằng tài khoản phù hợp.'],
    ['Wrong kind of account', 'This is for {wanted}. Sign in with an account of that kind.'],
  ),
  CSRF_INVALID: kind(
    403,
    ['Biểu mẫu đã cũ', 'Biểu mẫu thiếu mã bảo vệ hoặc mã đã cũ. Tải lại trang rồi gửi lại.'],
    [
      'The form is out of date',
      'The form has no valid protection code. Load the page again and send it once more.',
    ],
  ),
  STEP_UP_REQUIRED: kind(
    403,
    [
      'Cần xác nhận lại bằng VNeID',
      'Việc này cần một lần đăng nhập ở mức xác thực {level} trở lên. Xác nhận lại bằng VNeID rồi làm tiếp.',
    ],
    [
      'Confirm with the e-ID again',
      'This needs a sign-in of authentication level {level} or higher. Sign in again at that level, then go on.',
    ],
  ),
  MANDATE_ENDED: kind(
    403,
    [
      'Quyền làm việc thay đã kết thúc',
      'Việc vừa rồi chưa được thực hiện vì quyền làm việc thay người khác không còn. Từ bây giờ đang làm việc cho chính mình.',
    ],
    [
      'You may no longer act for the other',
      'Nothing was done, because the right to act for another no longer holds. From now on you act for yourself.',
    ],
  ),
  NOT_ALLOWED_FOR_OTHERS: kind(
    403,
    [
      'Không làm việc này thay người khác được',
      'Quyền được giao không gồm việc này. Chuyển về làm việc cho chính mình, hoặc nhờ người có quyền thực hiện.',
    ],
    [
      'Not possible on behalf of another',
      'What you were given does not include this. Act for yourself, or ask the one who may.',
    ],
  ),
  MANDATE_EXISTS: kind(
    409,
    ['Quyền này đã có', 'Người này đã có quyền loại này. Kết thúc quyền cũ trước khi ghi quyền mới.'],
    [
      'This right is there already',
      'The person has a right of this kind. End the old one before making a new one.',
    ],
  ),
  LEVEL_TOO_LOW: kind(
    403,
    [
      'Cần tài khoản định danh mức 2',
      'Tài khoản mức 1 chỉ xem được danh sách giấy tờ. Nâng lên mức 2 ở công an xã, phường để mở và chia sẻ.',
    ],
    [
      'A level 2 e-ID account is needed',
      'With level 1 you see which documents exist. Raise the account to level 2 at the commune police to open and share them.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;
