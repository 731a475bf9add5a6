/** What somebody signed in with, in the two words that she knows it by. */
export interface Device {
  readonly browser: Browser;
  readonly system: System;
}
export type Browser =
  | 'CHROME'
  | 'COC_COC'
  | 'EDGE'
  | 'FIREFOX'
  | 'OPERA'
  | 'SAFARI'
  | 'SAMSUNG'
  | 'ZALO'
  | 'OTHER';
export type System = 'ANDROID' | 'IPHONE' | 'IPAD' | 'WINDOWS' | 'MAC' | 'CHROME_OS' | 'LINUX' | 'OTHER';

/** The first that fits: most browsers also claim to be those below them. */
const browsers: readonly (readonly [string, Browser])[] = [
  ['Zalo', 'ZALO'],
  ['coc_coc_browser', 'COC_COC'],
  ['SamsungBrowser/', 'SAMSUNG'],
  ['Edg', 'EDGE'],
  ['OPR/', 'OPERA'],
  ['FxiOS/', 'FIREFOX'],
  ['Firefox/', 'FIREFOX'],
  ['CriOS/', 'CHROME'],
  ['Chrome/', 'CHROME'],
  ['Safari/', 'SAFARI'],
];
const systems: readonly (readonly [string, System])[] = [
  ['iPhone', 'IPHONE'],
  ['iPad', 'IPAD'],
  ['Android', 'ANDROID'],
  ['Windows', 'WINDOWS'],
  ['CrOS', 'CHROME_OS'],
  ['Macintosh', 'MAC'],
  ['Linux', 'LINUX'],
];

/** From the User-Agent header, which anyone may write as she likes: it names a device, it proves none. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 1000);
  const first = <Kind extends string>(known: readonly (readonly [string, Kind])[]) =>
    known.find(([mark]) => text.includes(mark))?.[1];
  return { browser: first(browsers) ?? 'OTHER', system: first(systems) ?? 'OTHER' };
}
