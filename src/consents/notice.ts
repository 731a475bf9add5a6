import { createHash } from 'node:crypto';
import type { Words } from '../catalogue/index.js';
import type { Language } from '../http/language.js';

/**
 * What an owner is told before she answers (Luật 91/2025/QH15, Điều 9: informed, for one purpose, verifiable).
 * A change of the words is a new version.
 */
export const consentNotice: Words & { readonly version: string } = {
  version: '2026-11-2',
  vi: 'Sự đồng ý là tự nguyện, cho một mục đích, với đúng các giấy tờ được chọn. Có thể rút lại bất cứ lúc nào: việc xem tiếp dừng ngay; những gì đã đưa vào hồ sơ thì giữ nguyên. Mỗi lần xem đều được ghi lại ở mục "Ai đã xem".',
  en: 'Consent is voluntary, for one purpose, and for the chosen documents only. It can be withdrawn at any time: further reads stop at once; what a dossier has cited stays. Each look is written down under "Who looked".',
};

export function noticeClaim(language: Language): { version: string; hash: string; lang: Language } {
  return {
    version: consentNotice.version,
    hash: createHash('sha256').update(consentNotice[language]).digest('hex'),
    lang: language,
  };
}
