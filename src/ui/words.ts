import type { CodeOf, Translate } from './i18n.js';
import { vi } from './locales/vi.js';

type Coded =
  | 'trustClass'
  | 'trustMeaning'
  | 'documentStatus'
  | 'documentSource'
  | 'scanState'
  | 'signatureVerdict'
  | 'consentState'
  | 'accessAction'
  | 'basis'
  | 'dossierStatus'
  | 'channel'
  | 'ownerKind'
  | 'comparisonOutcome'
  | 'requestState'
  | 'noMatchReason';

/** Words for a code that comes as plain text; a code without words is shown as it is. */
export function wordFor(t: Translate, heading: Coded, code: string | number): string {
  const known: object = vi[heading];
  // The key was just found under this heading.
  return Object.hasOwn(known, String(code))
    ? t(`${heading}.${code}` as `trustClass.${CodeOf<'trustClass'>}`)
    : String(code);
}
