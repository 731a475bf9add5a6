import type { Lang } from './i18n.js';

/** An instant as use cases (Date) or the API (ISO 8601, UTC) give it. */
export type Instant = Date | string;

const zone = 'Asia/Ho_Chi_Minh';
const NO_BREAK_SPACE = '\u00a0';
const dateParts = {
  vi: new Intl.DateTimeFormat('vi-VN', { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }),
};
const timeParts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const numbers = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};

/** A date of law, `YYYY-MM-DD`: 25/11/2026, or 25 November 2026. What is not a date comes back as it is. */
export function formatDate(lang: Lang, date: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00+07:00`) : new Date(Number.NaN);
  return Number.isNaN(day.getTime()) ? date : dateParts[lang].format(day);
}

/** The date of an instant in Vietnam. */
export function formatDay(lang: Lang, at: Instant): string {
  const instant = new Date(at);
  return Number.isNaN(instant.getTime()) ? String(at) : dateParts[lang].format(instant);
}

/** An instant in Vietnam's time: 14:05, 25/11/2026. */
export function formatInstant(lang: Lang, at: Instant): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return String(at);
  return `${timeParts.format(instant)}, ${dateParts[lang].format(instant)}`;
}

/** 1.500 in Vietnamese, 1,500 in English. */
export function formatNumber(lang: Lang, value: number): string {
  return numbers[lang].format(value);
}

/** A size as people read it: 1,5 MB. The space does not break. */
export function formatSize(lang: Lang, sizeBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${numbers[lang].format(value)}${NO_BREAK_SPACE}${units[unit] ?? 'B'}`;
}

/** The first and last letters of a hash: enough to compare by eye, never enough to check by. */
export function shortHash(sha256: string): string {
  return sha256.length > 20 ? `${sha256.slice(0, 8)}…${sha256.slice(-8)}` : sha256;
}
