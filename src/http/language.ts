import type { IncomingMessage } from 'node:http';

export type Language = 'vi' | 'en';

/** The person's choice (cookie `lang`), else Accept-Language, else Vietnamese. */
export function languageOf(request: IncomingMessage): Language {
  const chosen = /(?:^|;\s*)lang=(vi|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  if (chosen === 'vi' || chosen === 'en') return chosen;
  return fromHeader(request.headers['accept-language'] ?? '');
}

/** RFC 9110, 12.5.4: the one of vi and en with the higher weight; vi when neither is named. */
function fromHeader(header: string): Language {
  let best: { language: Language; weight: number } = { language: 'vi', weight: 0 };
  for (const entry of header.toLowerCase().slice(0, 500).split(',')) {
    const [range = '', ...parameters] = entry.trim().split(';');
    const language = range.split('-')[0];
    if (language !== 'vi' && language !== 'en') continue;
    const q = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
    const weight = q === undefined ? 1 : Number(q);
    if (weight > best.weight) best = { language, weight };
  }
  return best.language;
}
