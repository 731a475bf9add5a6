export { type ClamdSettings, makeClamdScanner } from './clamd-scanner.js';
export { makeNoScanner, type Scanner, type ScanResult } from './scanner.js';
