/** One browser: keeps cookies by host and follows redirects by hand, so that each step can be looked at. */
export class Browser {
  readonly #jar = new Map<string, string>();

  cookie(name: string): string | undefined {
    return this.#jar.get(name);
  }

  cookieNames(): string[] {
    return [...this.#jar.keys()];
  }

  setCookie(name: string, value: string): void {
    this.#jar.set(name, value);
  }

  /** Another browser with the same cookies, as somebody who copied them. */
  copy(): Browser {
    const other = new Browser();
    for (const [name, value] of this.#jar) other.setCookie(name, value);
    return other;
  }

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#jar.size > 0) {
      headers.set('cookie', [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  postForm(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Follows redirects from an answer until a page, or until an address that `stop` names. */
  async follow(response: Response, from: string, stop?: (url: string) => boolean): Promise<Arrival> {
    let url = from;
    let answer = response;
    for (let hop = 0; hop < 10 && answer.status >= 300 && answer.status < 400; hop += 1) {
      url = new URL(answer.headers.get('location') ?? '', url).href;
      if (stop?.(url)) return { url, response: answer, text: '' };
      await answer.text();
      answer = await this.open(url);
    }
    return { url, response: answer, text: await answer.text() };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', ...rest] = pair.split('=');
    const value = rest.join('=');
    const gone = attributes.some((one) => /^\s*(?:max-age=0|expires=thu, 01 jan 1970)/i.test(one));
    if (gone || value === '') this.#jar.delete(name.trim());
    else this.#jar.set(name.trim(), value);
  }
}

export interface Arrival {
  readonly url: string;
  readonly response: Response;
  readonly text: string;
}
