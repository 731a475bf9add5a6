/** What the queue says, in the page's language, and for whom; written by the server into the form. */
export interface QueueWords {
  /** Id of the one whose papers the page adds to. */
  readonly owner: string;
  readonly heading: string;
  readonly waiting: string;
  readonly preparing: string;
  /** With `{percent}`. */
  readonly sending: string;
  readonly checking: string;
  readonly received: string;
  readonly duplicate: string;
  readonly cut: string;
  readonly signedOut: string;
  readonly otherOwner: string;
  readonly again: string;
  readonly remove: string;
  readonly open: string;
  readonly dark: string;
  readonly blurred: string;
  readonly tiny: string;
}

export function readWords(form: HTMLFormElement): QueueWords {
  // The page's own JSON, from the same typed words.
  return JSON.parse(form.dataset['uploadQueue'] ?? '{}') as QueueWords;
}
