import type { Translate } from '../../ui/i18n.js';
import { wordFor } from '../../ui/words.js';

/**
 * On what basis a look was made, as its owner reads it. A look-up by consent comes before the answer, and a refused look
 * had none: neither may read as if she had agreed.
 */
export function basisWords(
  t: Translate,
  line: { readonly action: string; readonly outcome: string; readonly basis: string },
): string {
  const agreed = line.action !== 'LOOK_UP' && line.outcome === 'ALLOWED';
  return wordFor(t, 'basis', line.basis === 'CONSENT' && !agreed ? 'CONSENT_ASKED' : line.basis);
}
