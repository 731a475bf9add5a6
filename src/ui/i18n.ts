import { createInstance } from 'i18next';
import { en } from './locales/en.js';
import { vi } from './locales/vi.js';

export type Lang = 'vi' | 'en';
type Vi = typeof vi;

/** The same keys with other words. A counted key needs `_one` and `_other` in English, `_other` alone in Vietnamese. */
export type Translated<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : Translated<Words[Key]>;
} & {
  readonly [Key in keyof Words as Key extends `${infer Base}_other` ? `${Base}_one` : never]: string;
};

type Leaves<Words, Prefix extends string = ''> = {
  [Key in keyof Words & string]: Words[Key] extends string
    ? `${Prefix}${Key}`
    : Leaves<Words[Key], `${Prefix}${Key}.`>;
}[keyof Words & string];
type Uncounted<Key> = Key extends `${infer Base}_other` ? Base : Key;
type TextAt<Words, Key extends string> = Key extends `${infer Head}.${infer Tail}`
  ? Head extends keyof Words
    ? TextAt<Words[Head], Tail>
    : never
  : Key extends keyof Words
    ? Words[Key]
    : `${Key}_other` extends keyof Words
      ? Words[`${Key}_other`]
      : never;
type Places<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Places<Rest> : never;

/** Every message there is, as `documents.list.title`. */
export type MessageKey = Uncounted<Leaves<Vi>>;
/** The codes that have words under a heading of the Vietnamese file: `CodeOf<'trustClass'>`. */
export type CodeOf<Heading extends keyof Vi> = keyof Vi[Heading] & string;

type Values<Key extends MessageKey> = [Places<TextAt<Vi, Key>>] extends [never]
  ? []
  : [values: Readonly<Record<Places<TextAt<Vi, Key>>, string | number>>];

/** Words for a key, its `{{places}}` filled. An unknown key or a missing place does not compile. */
export type Translate = <Key extends MessageKey>(key: Key, ...values: Values<Key>) => string;

const i18n = createInstance();
const ready = i18n.init({
  lng: 'vi',
  fallbackLng: false,
  initAsync: false,
  resources: { vi: { translation: vi }, en: { translation: en } },
  // Preact escapes what it draws; escaping here too would show &amp;#39; to people.
  interpolation: { escapeValue: false, skipOnVariables: true },
});
await ready;

/** The words of one language. */
export function translator(lang: Lang): Translate {
  const fixed = i18n.getFixedT(lang);
  return (key, ...values) => fixed(key as string, values[0] ?? {});
}
