export { type FileOpener, type FileOpenerSettings, makeFileOpener } from './file-opener.js';
export {
  type Crop,
  MAX_PAGES,
  type OpenableType,
  type OpenRequest,
  type PhotoHint,
  type PhotoRequest,
} from './messages.js';
