import type { IncomingMessage } from 'node:http';

export type Language = 'vi' | 'en';

/** For pages: the person's choice (cookie `lang`), else Accept-Language, else Vietnamese. */
export function languageOf(request: IncomingMessage): Language {
  return chosenLanguage(request) ?? askedLanguage(request) ?? 'vi';
}

/** For the API: Accept-Language, else what the person chose for pages, else Vietnamese. */
export function apiLanguageOf(request: IncomingMessage): Language {
  return askedLanguage(request) ?? chosenLanguage(request) ?? 'vi';
}

function chosenLanguage({ headers }: IncomingMessage): Language | null {
  const chosen = /(?:^|;\s*)lang=(vi|en)(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  return chosen === 'vi' || chosen === 'en' ? chosen : null;
}

/** RFC 9110, 12.5.4: the one of vi and en with the higher weight; null when neither is named. */
function askedLanguage({ headers }: IncomingMessage): Language | null {
  let best: { language: Language | null; weight: number } = { language: null, weight: 0 };
  for (const entry of (headers['accept-language'] ?? '').toLowerCase().slice(0, 500).split(',')) {
    const [range = '', ...parameters] = entry.trim().split(';');
    const language = range.split('-')[0];
    if (language !== 'vi' && language !== 'en') continue;
    const q = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
    const weight = q === undefined ? 1 : Number(q);
    if (weight > best.weight) best = { language, weight };
  }
  return best.language;
}
