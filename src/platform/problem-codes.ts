/** One row of the table of refusals: the HTTP status and the words for the person who reads them. */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
}
export interface ProblemKind {
  readonly status: number;
  readonly vi: ProblemWords;
  readonly en: ProblemWords;
  /** Seconds after which trying again makes sense; sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

function kind(
  status: number,
  vi: readonly [title: string, detail: string],
  en: readonly [title: string, detail: string],
  retryAfterSeconds?: number,
): ProblemKind {
  return {
    status,
    vi: { title: vi[0], detail: vi[1] },
    en: { title: en[0], detail: en[1] },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/**
 * Every refusal this service can give: code → status and words. Codes are stable; callers decide by them.
 * Each text says what happened, why, and what to do next. `{name}` is filled from the error's details.
 * Source of form: RFC 9457.
 */
export const problemKinds = {
  // Who are you
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
  // Not there, or not yours
  NOT_FOUND: kind(
    404,
    ['Không tìm thấy', 'Không có mục này, hoặc không thuộc về tài khoản này. Kiểm tra lại đường dẫn.'],
    ['Not found', 'There is no such thing here, or it is not yours. Check the address.'],
  ),
  DOCUMENT_NOT_FOUND: kind(
    404,
    ['Không tìm thấy giấy tờ', 'Không có giấy tờ này, hoặc không thuộc về tài khoản này.'],
    ['Document not found', 'There is no such document, or it is not yours.'],
  ),
  DOSSIER_NOT_FOUND: kind(
    404,
    ['Không tìm thấy hồ sơ', 'Không có hồ sơ mang mã này ở cơ quan của bên gọi. Kiểm tra mã hồ sơ.'],
    ['Dossier not found', 'There is no dossier with this code at the caller’s agency. Check the code.'],
  ),
  EVIDENCE_REQUEST_NOT_FOUND: kind(
    404,
    ['Không tìm thấy yêu cầu', 'Không có yêu cầu này, hoặc do bên khác gửi.'],
    ['Evidence request not found', 'There is no such request, or another party made it.'],
  ),
  CONSENT_NOT_FOUND: kind(
    404,
    ['Không tìm thấy yêu cầu đồng ý', 'Không có yêu cầu này, hoặc không gửi cho tài khoản này.'],
    ['Consent not found', 'There is no such consent, or it is not addressed to you.'],
  ),
  RESULT_NOT_FOUND: kind(
    404,
    ['Không tìm thấy kết quả', 'Hồ sơ này không có kết quả mang mã đó.'],
    ['Result not found', 'This dossier has no result with that code.'],
  ),
  PROCEDURE_NOT_FOUND: kind(
    404,
    ['Không có thủ tục này', 'Mã thủ tục không có trong danh mục. Kiểm tra mã.'],
    ['Procedure not found', 'The code is not in the catalogue. Check it.'],
  ),
  // The request itself
  VALIDATION_FAILED: kind(
    422,
    ['Có thông tin cần sửa', 'Một số trường chưa đúng. Xem "errors" để biết trường nào và sửa thế nào.'],
    ['Some fields need correcting', 'See "errors" for the fields and what is wrong with each.'],
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
  // Uploads
  UPLOAD_MALFORMED: kind(
    400,
    [
      'Biểu mẫu gửi tệp bị hỏng',
      'Không đọc được nội dung gửi ({reason}). Gửi lại một tệp trong phần "file".',
    ],
    [
      'The upload cannot be read',
      'The body is not a readable upload ({reason}). Send it again with one part named "file".',
    ],
  ),
  FILE_MISSING: kind(
    400,
    ['Chưa chọn tệp', 'Không có tệp nào được gửi. Chọn một tệp PDF, JPG hoặc PNG.'],
    ['No file was chosen', 'No file came with the request. Choose one PDF, JPG or PNG file.'],
  ),
  FILE_TOO_LARGE: kind(
    413,
    ['Tệp quá lớn', 'PDF tối đa {pdfLimit}, ảnh tối đa {imageLimit}. Chụp lại hoặc chọn tệp nhỏ hơn.'],
    [
      'The file is too large',
      'A PDF may have {pdfLimit}, a picture {imageLimit}. Take it again or choose a smaller file.',
    ],
  ),
  FILE_EMPTY: kind(
    422,
    ['Tệp rỗng', 'Tệp không có nội dung. Kiểm tra tệp trên máy rồi chọn lại.'],
    ['The file is empty', 'The file has no content. Check it on your device and choose it again.'],
  ),
  FILE_TYPE_NOT_ALLOWED: kind(
    415,
    [
      'Loại tệp không nhận',
      'Chỉ nhận PDF, JPG và PNG. Ảnh HEIC của iPhone: chọn "Tương thích nhất" khi chụp, hoặc gửi ảnh chụp màn hình.',
    ],
    [
      'This type of file is not taken',
      'Only PDF, JPG and PNG are taken. For HEIC pictures of an iPhone choose "Most Compatible" in the camera settings.',
    ],
  ),
  FILE_TYPE_MISMATCH: kind(
    422,
    [
      'Tên tệp nói một loại khác',
      'Tên hoặc loại khai báo không phải PDF, JPG hay PNG. Đổi tên tệp cho đúng rồi gửi lại.',
    ],
    [
      'The name says another type',
      'The name or declared type is none of PDF, JPG and PNG. Rename the file and send it again.',
    ],
  ),
  DIGEST_MISMATCH: kind(
    422,
    ['Tệp bị thay đổi trên đường gửi', 'Mã băm SHA-256 không khớp với nội dung nhận được. Gửi lại tệp.'],
    ['The file changed on the way', 'The SHA-256 given differs from what arrived. Send the file again.'],
  ),
  FILE_ENCRYPTED: kind(
    422,
    ['Tệp có mật khẩu', 'Tệp PDF cần mật khẩu mới mở được. Bỏ mật khẩu rồi gửi lại.'],
    ['The file needs a password', 'This PDF opens only with a password. Remove it and send the file again.'],
  ),
  FILE_TOO_COMPLEX: kind(
    422,
    [
      'Tệp quá phức tạp',
      'Tệp có quá nhiều trang, quá nhiều điểm ảnh hoặc tốn quá nhiều tài nguyên để mở. Chia nhỏ hoặc quét lại.',
    ],
    [
      'The file is too complex',
      'It has too many pages or pixels, or takes too much to open. Split it or scan it again.',
    ],
  ),
  FILE_UNREADABLE: kind(
    422,
    ['Không mở được tệp', 'Tệp bị cắt ngang hoặc bị hỏng. Quét hoặc tải lại tệp rồi gửi lại.'],
    [
      'The file cannot be opened',
      'It is cut short or damaged. Scan or download it again and send it once more.',
    ],
  ),
  FILE_INFECTED: kind(
    422,
    [
      'Tệp có mã độc',
      'Bộ quét tìm thấy mã độc trong tệp. Tệp không được nhận. Quét máy rồi lấy lại tệp gốc.',
    ],
    [
      'Malware was found',
      'The scanner found malware, so the file was not taken. Scan your device and get the original again.',
    ],
  ),
  QUOTA_EXCEEDED: kind(
    422,
    [
      'Kho đã đầy',
      'Đã dùng hết dung lượng hoặc số giấy tờ được lưu. Xóa bớt giấy tờ tự tải lên rồi gửi lại.',
    ],
    [
      'The store is full',
      'The space or number of documents is used up. Delete some of your own uploads and send it again.',
    ],
  ),
  DOCUMENT_TYPE_UNKNOWN: kind(
    422,
    ['Loại giấy tờ không có', 'Mã loại giấy tờ không có trong danh mục. Chọn loại khác, hoặc "OTHER".'],
    ['Unknown document type', 'The type code is not in the catalogue. Choose another, or "OTHER".'],
  ),
  DOCUMENT_DUPLICATE: kind(
    409,
    [
      'Tệp này đã có trong kho',
      'Tệp giống hệt đã có ở một giấy tờ khác ({documentId}). Mở giấy tờ đó để dùng.',
    ],
    [
      'This file is already held',
      'An identical file belongs to another of your documents ({documentId}). Use that one.',
    ],
  ),
  // Documents
  RESULT_NOT_DELETABLE: kind(
    409,
    [
      'Không xóa được kết quả',
      'Kết quả giải quyết thủ tục do cơ quan cấp, được lưu theo quy định nên không xóa được.',
    ],
    ['A result cannot be deleted', 'An agency issued this result and it is kept by law.'],
  ),
  DOCUMENT_IN_USE: kind(
    409,
    ['Giấy tờ đang được dùng', 'Một hồ sơ chưa xong đang dẫn giấy tờ này. Xóa được sau khi hồ sơ kết thúc.'],
    ['The document is in use', 'An open dossier cites it. It can be deleted once that dossier is closed.'],
  ),
  DOCUMENT_VERIFIED: kind(
    409,
    [
      'Giấy tờ đã được đối chiếu',
      'Cán bộ đã đối chiếu các thông tin này với bản gốc nên chỉ sửa được tên. Tải lên giấy tờ mới nếu cần.',
    ],
    [
      'The document was compared',
      'A clerk compared these facts with the original, so only the title can change. Add a new document if needed.',
    ],
  ),
  DOCUMENT_CHANGED: kind(
    409,
    ['Giấy tờ vừa thay đổi', 'Giấy tờ đã thay đổi từ lúc mở. Tải lại rồi thử lại.'],
    ['The document has changed', 'It changed since it was opened. Load it again and try once more.'],
  ),
  VERSION_CONFLICT: kind(
    409,
    ['Có phiên bản khác vừa được thêm', 'Một phiên bản khác vừa được thêm cùng lúc. Tải lại rồi gửi lại.'],
    [
      'Another version came first',
      'Another version was added at the same time. Load the document again and send it once more.',
    ],
  ),
  VERSION_LIMIT_REACHED: kind(
    409,
    ['Quá nhiều phiên bản', 'Một giấy tờ giữ tối đa {limit} phiên bản. Thêm thành giấy tờ mới.'],
    ['Too many versions', 'A document keeps at most {limit} versions. Add it as a new document.'],
  ),
  DOCUMENT_REVOKED: kind(
    409,
    [
      'Giấy tờ đã bị thu hồi',
      'Cơ quan ban hành đã thu hồi giấy tờ này. Tra cứu lại để tìm giấy tờ còn hiệu lực.',
    ],
    ['The document was revoked', 'Its issuer revoked it. Ask again to find one that is in force.'],
  ),
  DOCUMENT_DELETED: kind(
    410,
    ['Giấy tờ đã bị xóa', 'Chủ giấy tờ đã xóa giấy tờ này. Gửi yêu cầu mới.'],
    ['The document was deleted', 'Its owner deleted it. Make a new request.'],
  ),
  DOCUMENT_NOT_SCANNED: kind(
    409,
    ['Giấy tờ đang chờ quét mã độc', 'Giấy tờ chưa được quét xong nên chưa mở được. Thử lại sau ít phút.'],
    [
      'Waiting for the malware scan',
      'The document has not been scanned yet and is not served. Try again in a few minutes.',
    ],
    60,
  ),
  RANGE_NOT_SATISFIABLE: kind(
    416,
    ['Khoảng byte không có', 'Khoảng byte yêu cầu nằm ngoài tệp. Xem Content-Range để biết độ dài.'],
    ['Range not satisfiable', 'The byte range lies outside the file. See Content-Range for its length.'],
  ),
  // Dossiers, evidence, consent
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
      'Đã trả lời rồi',
      'Yêu cầu này đã được trả lời ({state}) nên không đổi sang câu trả lời trái ngược được.',
    ],
    ['Already decided', 'This request is already decided ({state}); the contrary answer is not possible.'],
  ),
  NOTHING_TO_SHARE: kind(
    409,
    [
      'Không có giấy tờ để chia sẻ',
      'Kho không có giấy tờ phù hợp với yêu cầu này. Thêm giấy tờ, hoặc từ chối và nộp trực tiếp.',
    ],
    [
      'Nothing to share',
      'The store holds no document that fits this request. Refuse it and hand the paper in yourself.',
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
  // Us
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
  CONTENT_DAMAGED: kind(
    500,
    [
      'Tệp lưu không còn nguyên vẹn',
      'Tệp lưu không khớp với mã băm nên không được gửi đi. Đã ghi nhận để kiểm tra. Báo quản trị viên.',
    ],
    [
      'The stored file is damaged',
      'The stored object fails its check and was not sent. Tell the administrator.',
    ],
  ),
  INTERNAL_ERROR: kind(
    500,
    [
      'Có lỗi ở hệ thống',
      'Hệ thống gặp lỗi chưa lường trước. Thử lại; nếu vẫn lỗi, báo mã yêu cầu cho quản trị viên.',
    ],
    [
      'Something went wrong',
      'An unforeseen fault occurred. Try again; if it stays, give the request id to the administrator.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;
