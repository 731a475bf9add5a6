import { AppError, type BilingualWord } from '../platform/app-error.js';

/** Why a sign-in did not finish, in words for the person; the key is what the log keeps. */
const reasons = {
  ATTEMPT_UNKNOWN: {
    vi: 'lần đăng nhập này đã quá hạn, đã dùng rồi, hoặc bắt đầu ở trình duyệt khác',
    en: 'it has expired, was used already, or began in another browser',
  },
  CANCELLED: { vi: 'đã hủy ở hệ thống định danh', en: 'it was cancelled at the e-ID service' },
  REFUSED: { vi: 'hệ thống định danh đã từ chối', en: 'the e-ID service refused it' },
  ANSWER_INVALID: {
    vi: 'câu trả lời của hệ thống định danh không qua được kiểm tra',
    en: 'the answer of the e-ID service failed our checks',
  },
  ACCOUNT_KIND_UNKNOWN: {
    vi: 'loại tài khoản này chưa đăng nhập được ở đây',
    en: 'this kind of account cannot sign in here',
  },
  PROVIDER_NOT_TRUSTED: {
    vi: 'tài khoản không do nguồn định danh được chấp nhận xác thực',
    en: 'the account was not authenticated by an accepted identity provider',
  },
  LEVEL_UNKNOWN: { vi: 'không rõ mức độ tài khoản', en: 'the level of the account is not known here' },
  LEVEL_NOT_REACHED: {
    vi: 'lần đăng nhập chưa đạt mức xác thực mà việc này cần',
    en: 'it did not reach the authentication level that is needed',
  },
  NO_ROLE: {
    vi: 'tài khoản cán bộ chưa được giao vai trò nào ở đây',
    en: 'the staff account has no role here',
  },
  SECOND_FACTOR_MISSING: {
    vi: 'tài khoản cán bộ phải xác thực hai yếu tố',
    en: 'a staff account must use a second factor',
  },
} as const satisfies Record<string, BilingualWord>;

export type SignInFailure = keyof typeof reasons;

/** SIGN_IN_FAILED with the reason in words. */
export function signInFailed(reason: SignInFailure, cause?: unknown): AppError {
  return new AppError('SIGN_IN_FAILED', { reason: reasons[reason] }, { cause: cause ?? coded(reason) });
}

/** SIGN_IN_FAILED because a claim is absent or not understood. */
export function claimFailed(claim: string, fault: 'MISSING' | 'INVALID'): AppError {
  const reason =
    fault === 'MISSING'
      ? { vi: `thiếu thông tin "${claim}"`, en: `the claim "${claim}" is missing` }
      : { vi: `thông tin "${claim}" không hợp lệ`, en: `the claim "${claim}" is not valid` };
  return new AppError('SIGN_IN_FAILED', { reason }, { cause: coded(`CLAIM_${fault} ${claim}`) });
}

/** The word for the log. */
function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
