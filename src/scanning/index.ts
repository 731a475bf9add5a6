import type { Config } from '../platform/config.js';
import { makeClamdScanner } from './clamd-scanner.js';
import { makeNoScanner, type Scanner } from './scanner.js';

export { makeClamdScanner } from './clamd-scanner.js';
export { makeNoScanner, type Scanner, type ScanResult } from './scanner.js';

/** The scanner that the settings name. */
export function makeScanner(settings: Config['scanner']): Scanner {
  return settings.kind === 'clamd' ? makeClamdScanner(settings) : makeNoScanner();
}
