import type { FileUploadWords } from '../../ui/components/file-upload.js';
import type { Translate } from '../../ui/i18n.js';
import type { PageContext } from '../../ui/page.js';

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

/** What the script's queue says (src/ui/browser/upload/words.ts); `{percent}` stays for it to fill. */
export function queueWords({ t, chrome }: PageContext) {
  return {
    owner: chrome.signedIn?.ownerId ?? '',
    heading: t('documents.queue.heading'),
    waiting: t('documents.queue.waiting'),
    preparing: t('documents.queue.preparing'),
    sending: t('documents.queue.sending'),
    checking: t('documents.queue.checking'),
    received: t('documents.queue.received'),
    duplicate: t('documents.queue.duplicate'),
    cut: t('documents.queue.cut'),
    signedOut: t('documents.queue.signedOut'),
    otherOwner: t('documents.queue.otherOwner'),
    again: t('documents.queue.again'),
    remove: t('documents.queue.remove'),
    open: t('documents.queue.open'),
    dark: t('documents.queue.dark'),
    blurred: t('documents.queue.blurred'),
    tiny: t('documents.queue.tiny'),
  };
}
