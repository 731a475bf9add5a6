export interface Post {
  /** The answer as it came; null when the connection was cut or the post was left off. */
  readonly answer: Promise<XMLHttpRequest | null>;
  abort(): void;
}

/** Posts a form as XMLHttpRequest does, which alone tells how far an upload is. */
export function post(
  to: string,
  headers: Readonly<Record<string, string>>,
  body: FormData,
  onProgress: (percent: number) => void,
): Post {
  const request = new XMLHttpRequest();
  const answer = new Promise<XMLHttpRequest | null>((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? Math.floor((100 * loaded) / total) : 0),
    );
    request.addEventListener('load', () => resolve(request));
    request.addEventListener('error', () => resolve(null));
    request.addEventListener('abort', () => resolve(null));
  });
  request.open('POST', to);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(body);
  return { answer, abort: () => request.abort() };
}
