import { preparePhoto } from './reduce-photo.js';
import { makeRow, type Row } from './row.js';
import { type Outcome, type Sending, send } from './send.js';
import { tokenOf } from './token.js';
import type { QueueWords } from './words.js';

export interface Queue {
  add(files: readonly File[]): void;
  isSending(): boolean;
}

interface Entry {
  readonly file: File;
  readonly key: string;
  /** As they stood when it was added: the form may say another type for the next ones. */
  readonly fields: FormData;
  readonly alone: boolean;
  readonly row: Row;
}

/** Files one after the other: a phone's connection is not made faster by sharing it. */
export function makeQueue(form: HTMLFormElement, words: QueueWords): Queue {
  const list = document.createElement('ol');
  list.className = 'motlan-queue';
  list.setAttribute('aria-label', words.heading);
  form.after(list);
  const waiting: Entry[] = [];
  let tokenIsOld = false;
  let current: { readonly entry: Entry; sending?: Sending } | undefined;

  const enqueue = (entry: Entry): void => {
    entry.row.says(words.waiting);
    waiting.push(entry);
    void next();
  };

  const next = async (): Promise<void> => {
    const entry = current ? undefined : waiting.shift();
    if (!entry) return;
    current = { entry };
    const { row } = entry;
    row.says(words.preparing);
    const { file, hints } = await preparePhoto(entry.file);
    row.hints(hints.map((hint) => words[hint]));
    const session = tokenIsOld ? await takeNewToken(form, words.owner) : 'TAKEN';
    tokenIsOld = session !== 'TAKEN';
    // What this page adds to must not become another's, who signed in at this browser meanwhile.
    const stays = session === 'OTHER_OWNER';
    if (stays && row.isThere()) row.failed(words.otherOwner, () => enqueue(entry));
    // Left out while it was prepared: it must not leave the phone.
    if (stays || !row.isThere()) {
      current = undefined;
      void next();
      return;
    }
    current.sending = send(tokenOf(form), { ...entry, file }, (percent) => {
      row.progress(percent);
      row.says(percent < 100 ? words.sending.replace('{percent}', String(percent)) : words.checking);
    });
    const outcome = await current.sending.outcome;
    current = undefined;
    if (row.isThere()) settle(entry, outcome);
    void next();
  };

  const settle = (entry: Entry, outcome: Outcome): void => {
    const { row } = entry;
    if (outcome.kind === 'received' || outcome.kind === 'duplicate') {
      const done = outcome.kind === 'received' ? 'ADDED' : 'DUPLICATE';
      const page = `/documents/${outcome.id}?done=${done}`;
      if (entry.alone && list.children.length === 1) {
        location.assign(page);
        return;
      }
      row.received(outcome.kind === 'received' ? words.received : words.duplicate, page);
      return;
    }
    const text = { cut: words.cut, 'signed-out': words.signedOut, refused: '' }[outcome.kind];
    const again = outcome.kind !== 'refused' || outcome.again;
    if (outcome.kind === 'signed-out') tokenIsOld = true;
    row.failed(outcome.kind === 'refused' ? outcome.text : text, again ? () => enqueue(entry) : null);
  };

  return {
    add(files) {
      const fields = new FormData(form);
      for (const file of files) {
        const remove = (): void => {
          const at = waiting.indexOf(entry);
          if (at >= 0) waiting.splice(at, 1);
          if (current?.entry === entry) current.sending?.abort();
        };
        const row = makeRow(list, file.name, words, remove);
        const entry: Entry = { file, key: newKey(), fields, alone: files.length === 1, row };
        enqueue(entry);
      }
    },
    isSending: () => current !== undefined,
  };
}

/** Takes the token of the session that another tab has opened meanwhile, if it acts for the same owner. */
async function takeNewToken(form: HTMLFormElement, owner: string): Promise<'TAKEN' | 'OTHER_OWNER' | 'NONE'> {
  const field = form.querySelector<HTMLInputElement>('input[name="_csrf"]');
  try {
    const session = (await (await fetch('/api/v1/session')).json()) as {
      csrfToken?: string;
      actingFor?: { id: string } | null;
    };
    if (!field || !session.csrfToken) return 'NONE';
    if (session.actingFor?.id !== owner) return 'OTHER_OWNER';
    field.value = session.csrfToken;
    return 'TAKEN';
  } catch {
    return 'NONE';
  }
}

/** Not randomUUID: a browser has it on https only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
