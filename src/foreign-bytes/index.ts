export { type FileOpener, type FileOpenerSettings, makeFileOpener } from './file-opener.js';
export type { OpenableType, OpenRequest } from './messages.js';
