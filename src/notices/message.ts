import type { Language } from '../http/language.js';
import type { NoticeKind } from './notice.js';

type Words = Readonly<Record<Language, string>>;

/**
 * What is said outside the house: that something happened, never about which paper, by whom or with a link. A text that
 * tells nothing cannot be imitated to advantage, and nobody else may learn from a lock screen what papers one has.
 */
const said: Readonly<Record<NoticeKind, Words>> = {
  CONSENT_ASKED: {
    vi: 'Có cơ quan xin phép xem giấy tờ của ông/bà và đang chờ trả lời.',
    en: 'A public body asks to see documents of yours and waits for an answer.',
  },
  STATUTORY_LOOK: {
    vi: 'Có cơ quan đã tìm giấy tờ của ông/bà theo quy định của pháp luật, để giải quyết một hồ sơ.',
    en: 'A public body has looked for documents of yours as the law provides, to handle a dossier.',
  },
  EXPIRES: {
    vi: 'Có giấy tờ của ông/bà sắp hết hạn.',
    en: 'A document of yours is about to expire.',
  },
  RESULT_RELEASED: {
    vi: 'Kho của ông/bà vừa có kết quả mới của một hồ sơ.',
    en: 'A new result of a dossier is in your store.',
  },
  RESULT_REVOKED: {
    vi: 'Một kết quả trong kho của ông/bà vừa bị thu hồi.',
    en: 'A result in your store has been revoked.',
  },
  COMPLAINT_MOVED: {
    vi: 'Phản ánh của ông/bà có thông tin mới.',
    en: 'There is news of your complaint.',
  },
  PAPER_INFECTED: {
    vi: 'Có tệp trong kho của ông/bà vừa bị khóa vì có mã độc.',
    en: 'A file in your store has been locked because malware was found in it.',
  },
  MANDATE_CHANGED: {
    vi: 'Có thay đổi về người được làm việc thay ông/bà, hoặc người mà ông/bà làm việc thay.',
    en: 'There is a change in who may act for you, or for whom you may act.',
  },
};

const subject: Words = { vi: 'Kho giấy tờ Motlan có tin mới', en: 'News from the Motlan document store' };
const wayIn: Words = {
  vi: 'Mở Kho giấy tờ như mọi khi để xem. Tin này không bao giờ kèm đường dẫn và không ai được hỏi mật khẩu hay mã của ông/bà.',
  en: 'Open the document store as always to read it. These messages never have a link, and nobody may ask for your password or codes.',
};

export function messageOf(
  kind: NoticeKind,
  lang: Language,
): { readonly subject: string; readonly text: string } {
  return { subject: subject[lang], text: `${said[kind][lang]} ${wayIn[lang]}` };
}

/** The code that shows that an address is the owner's own. */
export function codeMessage(
  code: string,
  lang: Language,
): { readonly subject: string; readonly text: string } {
  const text = {
    vi: `Mã xác nhận: ${code}. Dùng trong 15 phút để nhận tin của Kho giấy tờ Motlan ở địa chỉ này. Không đọc mã cho bất kỳ ai.`,
    en: `Confirmation code: ${code}. Valid for 15 minutes, to receive news of the Motlan document store at this address. Tell it to nobody.`,
  };
  return { subject: subject[lang], text: text[lang] };
}
