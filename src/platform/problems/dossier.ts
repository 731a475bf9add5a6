import { kind, type ProblemKind } from './problem-kind.js';

/** Dossiers, evidence requests, consents, citations. */
export const dossierProblems = {
  DOSSIER_CONFLICT: kind(
    409,
    ['Mã hồ sơ đã dùng', 'Mã này thuộc hồ sơ của chủ khác hoặc thủ tục khác. Kiểm tra mã hồ sơ.'],
    [
      'The dossier code is taken',
      'This code belongs to a dossier of another owner or procedure. Check the code.',
    ],
  ),
  DOSSIER_CLOSED: kind(
    409,
    [
      'Hồ sơ đã kết thúc',
      'Hồ sơ đã đóng nên không tra cứu, mở hay dẫn giấy tờ được nữa. Mở hồ sơ mới nếu cần.',
    ],
    [
      'The dossier is closed',
      'No look-up, read or citation is possible any more. Open a new dossier if needed.',
    ],
  ),
  DOSSIER_FULL: kind(
    409,
    ['Hồ sơ đã đầy', 'Hồ sơ đã dẫn quá nhiều giấy tờ. Dùng các giấy tờ đã dẫn, hoặc mở hồ sơ mới.'],
    ['The dossier is full', 'It cites as many documents as it can hold. Use those, or open a new dossier.'],
  ),
  RESULT_LIMIT_REACHED: kind(
    409,
    ['Hồ sơ có quá nhiều kết quả', 'Một hồ sơ giữ tối đa 50 kết quả. Mở hồ sơ mới cho kết quả tiếp theo.'],
    ['Too many results', 'A dossier keeps at most 50 results. Open a new dossier for the next one.'],
  ),
  AGENCY_MISMATCH: kind(
    422,
    ['Sai cơ quan', 'Mã hồ sơ hoặc cơ quan nhận không thuộc cơ quan {agency}. Kiểm tra mã.'],
    ['Wrong agency', 'The dossier code or receiving agency is not at or below {agency}. Check the code.'],
  ),
  OWNER_MISMATCH: kind(
    422,
    [
      'Tên không khớp với số định danh',
      'Tên hoặc ngày sinh trong hồ sơ khác với định danh điện tử của số này. Kiểm tra lại số định danh.',
    ],
    [
      'Name and ID number do not match',
      'The name or birth date in the dossier is not the one of this ID number. Check the number.',
    ],
  ),
  BASIS_NOT_ALLOWED: kind(
    422,
    [
      'Căn cứ không được phép',
      'Danh mục không cho phép căn cứ này với thành phần hồ sơ đó ({reason}). Dùng căn cứ khác, như CONSENT.',
    ],
    [
      'Basis not allowed',
      'The catalogue does not allow this basis for the component ({reason}). Use another one, such as CONSENT.',
    ],
  ),
  CONSENT_REQUIRED: kind(
    403,
    [
      'Chờ chủ giấy tờ đồng ý',
      'Chủ giấy tờ chưa trả lời. Chờ trả lời, hoặc theo dõi /api/v1/consent-events.',
    ],
    ['Waiting for consent', 'The owner has not answered yet. Wait, or follow /api/v1/consent-events.'],
  ),
  CONSENT_DENIED: kind(
    403,
    ['Chủ giấy tờ từ chối', 'Chủ giấy tờ đã từ chối. Đề nghị nộp trực tiếp theo thủ tục.'],
    ['Consent was refused', 'The owner refused. Ask for the paper as the procedure says.'],
  ),
  CONSENT_WITHDRAWN: kind(
    403,
    ['Sự đồng ý đã được rút', 'Chủ giấy tờ đã rút sự đồng ý. Gửi yêu cầu mới nếu vẫn cần.'],
    ['Consent was withdrawn', 'The owner withdrew consent. Make a new request if it is still needed.'],
  ),
  CONSENT_EXPIRED: kind(
    403,
    ['Sự đồng ý đã hết hạn', 'Thời hạn đồng ý đã hết. Gửi yêu cầu mới nếu vẫn cần.'],
    ['Consent has expired', 'The time of the consent is over. Make a new request if it is still needed.'],
  ),
  CONSENT_USED_UP: kind(
    403,
    ['Sự đồng ý đã dùng hết', 'Số lần xem được đồng ý đã dùng hết. Gửi yêu cầu mới nếu vẫn cần.'],
    [
      'Consent is used up',
      'The agreed number of reads is used up. Make a new request if it is still needed.',
    ],
  ),
  CONSENT_ALREADY_DECIDED: kind(
    409,
    [
      'Không hợp với câu trả lời hiện có',
      'Câu trả lời trước vẫn giữ nguyên, không đổi ngược lại được. Mở lại yêu cầu để xem: đã đồng ý thì rút lại được ở đó, chưa trả lời thì đồng ý hoặc từ chối.',
    ],
    [
      'It does not fit the answer that stands',
      'An answer that was given stands and cannot be turned round. Open the request again to see it: what was agreed to can be withdrawn there, what is not answered yet can be agreed to or refused.',
    ],
  ),
  NOTHING_TO_SHARE: kind(
    409,
    [
      'Không có giấy tờ để chia sẻ',
      'Kho không có giấy tờ phù hợp với yêu cầu này. Từ chối và nộp trực tiếp, hoặc thêm giấy tờ rồi đề nghị cơ quan gửi yêu cầu mới.',
    ],
    [
      'Nothing to share',
      'The store holds no document that fits this request. Refuse it and hand the paper in yourself, or add it and ask the agency for a new request.',
    ],
  ),
  HASH_MISMATCH: kind(
    409,
    [
      'Phiên bản không khớp',
      'Phiên bản hoặc mã băm khác với giấy tờ đã được cho xem. Lấy lại manifest rồi dẫn lại.',
    ],
    [
      'Version or hash differs',
      'The version or hash is not the one that was shown. Fetch the manifest again and cite that.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;
