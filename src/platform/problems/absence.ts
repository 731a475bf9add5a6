import { kind, type ProblemKind } from './problem-kind.js';

/** Not there, or not yours: both answer alike. */
export const absenceProblems = {
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
} as const satisfies Record<string, ProblemKind>;
