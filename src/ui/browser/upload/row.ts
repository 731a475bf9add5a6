import type { QueueWords } from './words.js';

/** One file in the list: its name, how far it is, and what can be done. */
export interface Row {
  says(text: string): void;
  progress(percent: number): void;
  hints(texts: readonly string[]): void;
  received(text: string, page: string): void;
  /** @param again what "send again" does; null when it cannot help */
  failed(text: string, again: (() => void) | null): void;
  isThere(): boolean;
}

export function makeRow(list: HTMLElement, name: string, words: QueueWords, onRemove: () => void): Row {
  const row = add(list, 'li', 'motlan-queue__file');
  const label = add(row, 'bdi', 'motlan-queue__name');
  label.textContent = name;
  const bar = add(row, 'progress', 'motlan-queue__bar');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', name);
  const state = add(row, 'p', 'motlan-queue__state');
  state.setAttribute('role', 'status');
  const notes = add(row, 'p', 'motlan-queue__hint');
  const ways = add(row, 'p', 'motlan-queue__ways');

  const button = (text: string, act: () => void): void => {
    const made = add(ways, 'button', 'motlan-link-button motlan-queue__button');
    made.type = 'button';
    made.textContent = text;
    // What it is about, for those who hear the button alone.
    made.setAttribute('aria-label', `${text}: ${name}`);
    made.addEventListener('click', act);
  };
  const removable = (): void =>
    button(words.remove, () => {
      row.remove();
      onRemove();
    });
  removable();

  return {
    says(text) {
      state.textContent = text;
      row.classList.remove('motlan-queue__file--failed');
    },
    progress(percent) {
      bar.value = percent;
    },
    hints(texts) {
      notes.textContent = texts.join(' ');
    },
    received(text, page) {
      bar.value = 100;
      state.textContent = text;
      ways.replaceChildren();
      const link = add(ways, 'a', 'govuk-link');
      link.href = page;
      link.textContent = words.open;
      row.classList.add('motlan-queue__file--received');
    },
    failed(text, again) {
      bar.value = 0;
      state.textContent = text;
      row.classList.add('motlan-queue__file--failed');
      ways.replaceChildren();
      if (again) {
        button(words.again, () => {
          ways.replaceChildren();
          removable();
          again();
        });
      }
      removable();
    },
    isThere: () => row.isConnected,
  };
}

function add<Name extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}
