// On the pages that add papers: several files at once, each with its own progress, state and second try; photos one by
// one; a frame to crop them by. Without it the forms send one file and numbers, as forms do.
import { drawCrop } from './upload/crop.js';
import { sendPhotosOneByOne } from './upload/photo-pages.js';
import { makeQueue } from './upload/queue.js';
import { readWords } from './upload/words.js';

const pages = document.querySelector<HTMLFormElement>('form[data-photos]');
const photos = pages?.querySelector<HTMLInputElement>('input[type="file"]');
if (pages && photos) sendPhotosOneByOne(pages, photos);

const crop = document.querySelector<HTMLFormElement>('form#crop');
const paper = document.querySelector<HTMLElement>('.motlan-crop__paper');
if (crop && paper) {
  drawCrop(crop, paper);
  document.querySelector('[data-crop-drag]')?.removeAttribute('hidden');
}

const form = document.querySelector<HTMLFormElement>('form[data-upload-queue]');
const input = form?.querySelector<HTMLInputElement>('input[type="file"]');
if (form && input) {
  input.multiple = true;
  const queue = makeQueue(form, readWords(form));
  form.addEventListener('submit', (event) => {
    const files = [...(input.files ?? [])];
    const type = form.querySelector<HTMLSelectElement>('select[name="typeCode"]');
    // Without a file or a type the server says what is missing, beside the field.
    if (files.length === 0 || !type?.value) return;
    event.preventDefault();
    queue.add(files);
    input.value = '';
    // The box that govuk-frontend draws shows what is chosen.
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  addEventListener('beforeunload', (event) => {
    if (queue.isSending()) event.preventDefault();
  });
}
