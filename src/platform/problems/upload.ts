import { kind, type ProblemKind } from './problem-kind.js';

/** What an upload can be refused for. */
export const uploadProblems = {
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
      'Chỉ nhận PDF, JPG và PNG. Ảnh HEIC của iPhone: vào Cài đặt > Camera > Định dạng, chọn "Tương thích nhất", rồi chụp lại.',
    ],
    [
      'This type of file is not taken',
      'Only PDF, JPG and PNG are taken. For HEIC pictures of an iPhone choose Settings > Camera > Formats > "Most Compatible" and take the picture again.',
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
    [
      'Loại giấy tờ không có',
      'Mã loại giấy tờ không có trong danh mục. Chọn loại có trong danh mục, hoặc "Giấy tờ khác" (OTHER).',
    ],
    [
      'Unknown document type',
      'The type code is not in the catalogue. Choose one that is, or "Other document" (OTHER).',
    ],
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
  PHOTO_NOT_PICTURE: kind(
    422,
    [
      'Tệp này là PDF, không phải ảnh',
      'Ở đây chỉ ghép ảnh JPG hoặc PNG thành một giấy tờ. Tệp PDF thì thêm ở trang "Thêm giấy tờ".',
    ],
    [
      'This is a PDF, not a picture',
      'Here JPG or PNG pictures become one document. A PDF is added on the page “Add a document”.',
    ],
  ),
  NO_PHOTOS: kind(
    422,
    ['Chưa có ảnh nào', 'Thêm ít nhất một ảnh rồi lưu.'],
    ['There is no picture yet', 'Add at least one picture, then save.'],
  ),
  TOO_MANY_PHOTOS: kind(
    409,
    ['Đã đủ số trang', 'Một giấy tờ ghép được nhiều nhất {most} ảnh. Lưu lại rồi thêm giấy tờ khác.'],
    ['That is all the pages', 'One document has at most {most} pictures. Save it, then add another one.'],
  ),
  TOO_MANY_UNSAVED: kind(
    409,
    [
      'Còn nhiều ảnh chưa lưu',
      'Đang có {most} ảnh chưa ghép thành giấy tờ. Lưu hoặc bỏ các ảnh đó trước; ảnh để quá một ngày tự được bỏ.',
    ],
    [
      'Many photos are not saved yet',
      '{most} photos wait to become documents. Save or drop those first; what waits for a day is dropped by itself.',
    ],
  ),
  PHOTOS_CHANGED: kind(
    409,
    [
      'Các trang vừa thay đổi',
      'Có trang được thêm, bỏ hoặc đổi chỗ ở nơi khác. Xem lại các trang rồi lưu lần nữa.',
    ],
    [
      'The pages have changed',
      'A page was added, dropped or moved elsewhere. Check the pages and save again.',
    ],
  ),
  PHOTOS_JOINED: kind(
    409,
    [
      'Các ảnh này đã được lưu',
      'Giấy tờ từ các ảnh này đã được lưu trước đó. Muốn thêm trang thì chụp thành giấy tờ mới.',
    ],
    [
      'These pictures were saved already',
      'A document was made of these pictures before. To add pages, begin a new one.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;
