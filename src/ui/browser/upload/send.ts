import { post } from './post.js';

/** What came of sending one file. */
export type Outcome =
  | { readonly kind: 'received' | 'duplicate'; readonly id: string }
  /** The server's words; `again` when another try can help. */
  | { readonly kind: 'refused'; readonly text: string; readonly again: boolean }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'cut' };

export interface Sending {
  readonly outcome: Promise<Outcome>;
  abort(): void;
}

/**
 * Sends one file to the API with the form's other fields. The key is the file's own: a try after a lost answer makes no
 * second document.
 * @param fields the form's when the file was added; the token in them may be older than `token`
 * @param alone whether it is the form's only file, which its name and facts are about
 */
export function send(
  token: string,
  { file, key, fields, alone }: { file: File; key: string; fields: FormData; alone: boolean },
  onProgress: (percent: number) => void,
): Sending {
  const body = new FormData();
  for (const [name, value] of fields) {
    const wanted = name === 'typeCode' || (alone && name !== '_csrf');
    if (wanted && typeof value === 'string' && value !== '') body.append(name, value);
  }
  body.append('file', file);
  const posted = post(
    '/api/v1/me/documents',
    { 'X-CSRF-Token': token, 'Idempotency-Key': key, 'Accept-Language': document.documentElement.lang },
    body,
    onProgress,
  );
  const outcome = (async (): Promise<Outcome> => {
    const request = await posted.answer;
    return request ? outcomeOf(request) : { kind: 'cut' };
  })();
  return { outcome, abort: () => posted.abort() };
}

function outcomeOf({ status, responseText }: XMLHttpRequest): Outcome {
  const said = parse(responseText);
  if ((status === 201 || status === 200) && said.id) {
    return { kind: status === 201 ? 'received' : 'duplicate', id: said.id };
  }
  // The token is of a session that is over, or of before another was chosen to be acted for.
  if (status === 401 || said.code === 'CSRF_INVALID') return { kind: 'signed-out' };
  // Wrong for good is what is wrong with the file or the fields.
  const again = ![400, 403, 413, 415, 422].includes(status);
  return { kind: 'refused', text: said.detail ?? said.title ?? `${status}`, again };
}

function parse(text: string): {
  readonly id?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
} {
  try {
    return JSON.parse(text) as ReturnType<typeof parse>;
  } catch {
    return {};
  }
}
