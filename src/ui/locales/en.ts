import type { Translated } from '../i18n.js';
import { audit } from './en/audit.js';
import { codes } from './en/codes.js';
import { common } from './en/common.js';
import { consents } from './en/consents.js';
import { counter } from './en/counter.js';
import { documents } from './en/documents.js';
import { identity } from './en/identity.js';
import { mandates } from './en/mandates.js';
import { myData } from './en/my-data.js';
import { notices } from './en/notices.js';
import type { vi } from './vi.js';

/** The same in English; a key too many or too few does not compile. */
export const en: Translated<typeof vi> = {
  common,
  ...codes,
  identity,
  documents,
  consents,
  audit,
  myData,
  counter,
  notices,
  mandates,
};
