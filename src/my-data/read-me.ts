/** The text that explains a package to whoever opens it, perhaps years later and on another system. */
export const readMe = `DỮ LIỆU CỦA TÔI – Kho giấy tờ Motlan
====================================

Gói này có tất cả giấy tờ và dữ liệu của một chủ giấy tờ mà kho đang hiển thị cho người đó.

giay-to/          các tệp giấy tờ, từng phiên bản; số đầu tên là số thứ tự của giấy tờ
documents.json    thông tin của từng giấy tờ, kèm tên tệp trong gói
consents.json     các yêu cầu đồng ý và câu trả lời
access-log.json   ai đã xem, khi nào, vì việc gì, theo căn cứ nào
complaints.json   các phản ánh và trả lời
mandates.json     ai được làm việc thay, và được làm việc thay ai
notices.json      các thông báo đã nhận
notice-settings.json  nơi và loại tin muốn nhận qua thư hoặc tin nhắn
owner.json        thông tin định danh mà kho giữ
manifest.json     danh sách tệp với mã băm SHA-256, và những tệp không có trong gói kèm lý do

Tệp không có trong gói được ghi ở mục "leftOut" của manifest.json:
NOT_SCANNED chưa quét mã độc; INFECTED có mã độc; DAMAGED bản lưu bị hỏng; UNAVAILABLE kho tệp chưa trả lời.
Nếu thiếu manifest.json thì gói chưa tải xong: hãy tải lại.
Kết quả mà cơ quan chưa trả không nằm trong gói.

Gói này chứa giấy tờ cá nhân, không có mật khẩu. Giữ nơi an toàn. Không gửi cho người lạ.


MY DATA – Motlan document store
===============================

This package holds all documents and data of one owner that the store shows to that owner.

giay-to/          the documents' files, version by version; names begin with the number of the document
documents.json    the facts of each document, with the names of its files in this package
consents.json     consent requests and how they were answered
access-log.json   who looked, when, what for and on which ground
complaints.json   complaints and their answers
mandates.json     who may act for the owner, and for whom the owner may act
notices.json      the notices given
notice-settings.json  where and of what to be told by e-mail or message
owner.json        what the store knows of the owner's identity
manifest.json     all files with their SHA-256, and what is not in the package with the reason

What is not in the package stands under "leftOut" in manifest.json:
NOT_SCANNED waits for its malware scan; INFECTED holds malware; DAMAGED the stored copy is damaged;
UNAVAILABLE the file store did not answer.
Without manifest.json the download did not finish: download it again.
Results that an agency has not handed over yet are not in the package.

The package holds personal papers and has no password. Keep it safe. Do not send it to strangers.
`;
