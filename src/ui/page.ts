import type { AssetUrl } from './assets.js';
import type { Lang, Translate } from './i18n.js';

/** What surrounds every page. */
export interface Chrome {
  readonly signedIn: {
    readonly name: string;
    readonly kind: 'OWNER' | 'STAFF';
    /** Whose papers are acted upon, herself or another; not of staff. */
    readonly ownerId?: Maybe<string>;
    /** Name of the other for whom she acts. */
    readonly actingFor?: Maybe<string>;
    /** True when she may do only what a delegation names. */
    readonly delegate?: boolean;
    /** False for staff that do not work at a counter. */
    readonly serves?: boolean;
    /** Whether the menu leads to the complaints to be answered. */
    readonly inspects?: boolean;
  } | null;
  /** Until the session ends unless it is used again; a script warns of it. Null or absent: no warning. */
  readonly secondsLeft?: Maybe<number>;
  /** For the `_csrf` field of forms; null when nobody is signed in. */
  readonly csrfToken: string | null;
  /** The page's own path with query: marks the menu and carries the change of language. After a refused
   *  post give the path of the page that shows the form, since it is fetched by GET. */
  readonly path: string;
  /** Addresses of stylesheet and scripts, from `loadAssets`. */
  readonly asset: AssetUrl;
}

/** What every page function is given beside its own model. */
export interface PageContext {
  readonly t: Translate;
  readonly lang: Lang;
  readonly chrome: Chrome;
}

/** A field that a use case may leave out, leave undefined or set to null: all mean "not known". */
export type Maybe<Value> = Value | null | undefined;

/** A code of the catalogue with its names, as the catalogue gives it. */
export interface Named {
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
}

/** The name of a code in the reader's language; the code itself when the catalogue no longer has it. */
export function nameOf(lang: Lang, known: readonly Named[], code: string): string {
  return known.find((entry) => entry.code === code)?.name[lang] ?? code;
}
