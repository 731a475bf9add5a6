import { kind, type ProblemKind } from './problem-kind.js';

/** Documents of an owner. */
export const documentProblems = {
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
    ['Giấy tờ đang được dùng', 'Một hồ sơ chưa xong đang dùng giấy tờ này. Xóa được sau khi hồ sơ kết thúc.'],
    ['The document is in use', 'An open dossier cites it. It can be deleted once that dossier is closed.'],
  ),
  DOCUMENT_VERIFIED: kind(
    409,
    [
      'Giấy tờ đã được đối chiếu',
      'Cán bộ đã đối chiếu các thông tin này với bản gốc nên chỉ sửa được tên. Thấy thông tin sai thì dùng "Báo sai sót trong giấy tờ" ở trang của giấy tờ.',
    ],
    [
      'The document was compared',
      'A clerk compared these facts with the original, so only the title can change. If they are wrong, use “Report a mistake in the document” on its page.',
    ],
  ),
  DOCUMENT_CHANGED: kind(
    409,
    ['Giấy tờ vừa thay đổi', 'Giấy tờ đã thay đổi từ lúc mở. Tải lại rồi thử lại.'],
    ['The document has changed', 'It changed since it was opened. Load it again and try once more.'],
  ),
  DOCUMENT_NOT_VOUCHED: kind(
    409,
    [
      'Giấy tờ này tự sửa được',
      'Chưa ai đối chiếu giấy tờ này, nên ông/bà tự sửa thông tin được. Mở "Sửa loại và thông tin" ở trang của giấy tờ.',
    ],
    [
      'You can correct this document yourself',
      'Nobody has compared it yet, so its details are yours to correct. Open “Correct type and facts” on its page.',
    ],
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
} as const satisfies Record<string, ProblemKind>;
