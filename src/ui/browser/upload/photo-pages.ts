import { post } from './post.js';
import { preparePhoto } from './reduce-photo.js';
import { tokenOf } from './token.js';

interface PhotoWords {
  /** With `{n}`, `{count}` and `{percent}`. */
  readonly sending: string;
  readonly preparing: string;
  readonly cut: string;
}

/** Several photos chosen at once go in one after the other, each made smaller first; then the page shows them all. */
export function sendPhotosOneByOne(form: HTMLFormElement, input: HTMLInputElement): void {
  // The page's own JSON, from the same typed words.
  const words = JSON.parse(form.dataset['photos'] ?? '{}') as PhotoWords;
  input.multiple = true;
  let sending = false;
  const says = document.createElement('p');
  says.className = 'govuk-body';
  says.setAttribute('role', 'status');
  form.after(says);
  // What is chosen is sent at once: a page that was chosen and not added would be missed in the document. The button is
  // for a second try.
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
  if (button) button.hidden = true;
  const send = (): void => {
    const files = [...(input.files ?? [])];
    if (sending || files.length === 0) return;
    sending = true;
    void (async () => {
      const fault = await sendAll(form, files, words, (text) => {
        says.textContent = text;
      });
      sending = false;
      if (fault === null) {
        location.reload();
        return;
      }
      says.textContent = fault;
      if (button) button.hidden = false;
    })();
  };
  input.addEventListener('change', send);
  form.addEventListener('submit', (event) => {
    // Without a photo the server says what is missing, beside the field.
    if (!sending && !input.files?.length) return;
    event.preventDefault();
    send();
  });
  addEventListener('beforeunload', (event) => {
    if (sending) event.preventDefault();
  });
}

/** @returns what went wrong with the first that could not be sent; null when all went in */
async function sendAll(
  form: HTMLFormElement,
  files: readonly File[],
  words: PhotoWords,
  say: (text: string) => void,
): Promise<string | null> {
  for (const [index, chosen] of files.entries()) {
    say(words.preparing);
    const { file } = await preparePhoto(chosen);
    const tell = (percent: number): void =>
      say(
        words.sending
          .replace('{n}', String(index + 1))
          .replace('{count}', String(files.length))
          .replace('{percent}', String(percent)),
      );
    const fault = await sendOne(form, file, tell, words);
    if (fault !== null) return `${chosen.name}: ${fault}`;
  }
  return null;
}

async function sendOne(
  form: HTMLFormElement,
  file: File,
  tell: (percent: number) => void,
  words: PhotoWords,
): Promise<string | null> {
  const body = new FormData();
  body.append('_csrf', tokenOf(form));
  body.append('file', file);
  const request = await post(form.action, { Accept: 'text/html' }, body, tell).answer;
  if (!request) return words.cut;
  if (request.status < 400) return null;
  const page = new DOMParser().parseFromString(request.responseText, 'text/html');
  const said = page.querySelector('.govuk-error-summary__list') ?? page.querySelector('main p');
  return said?.textContent?.trim() ?? words.cut;
}
