import { audit } from './vi/audit.js';
import { codes } from './vi/codes.js';
import { common } from './vi/common.js';
import { consents } from './vi/consents.js';
import { counter } from './vi/counter.js';
import { documents } from './vi/documents.js';
import { identity } from './vi/identity.js';
import { mandates } from './vi/mandates.js';
import { myData } from './vi/my-data.js';
import { notices } from './vi/notices.js';

/** All words of the pages in Vietnamese: the language in which keys are made. */
export const vi = {
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
} as const;
