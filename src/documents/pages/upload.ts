import type { FileUploadWords } from '../../ui/components/file-upload.js';
import type { Translate } from '../../ui/i18n.js';

/** Without HEIC: iPhones then send a JPEG by themselves. The server decides by content all the same. */
export const acceptedFiles = '.pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png';

export function uploadWords(t: Translate): FileUploadWords {
  return {
    chooseFilesButton: t('documents.upload.choose'),
    noFileChosen: t('documents.upload.noFile'),
    dropInstruction: t('documents.upload.drop'),
    enteredDropZone: t('documents.upload.entered'),
    leftDropZone: t('documents.upload.left'),
  };
}

const queued = [
  'heading',
  'waiting',
  'preparing',
  'sending',
  'checking',
  'received',
  'duplicate',
  'cut',
  'signedOut',
  'again',
  'remove',
  'open',
  'dark',
  'blurred',
  'tiny',
] as const;

/** What the script's queue says (src/ui/browser/upload/words.ts); `{percent}` stays for it to fill. */
export function queueWords(t: Translate): Readonly<Record<(typeof queued)[number], string>> {
  const words = queued.map((key) => [key, t(`documents.queue.${key}`)] as const);
  return Object.fromEntries(words) as Record<(typeof queued)[number], string>; // each key is there
}
