import { hrefTo } from '../safe-href.js';
import { classes } from './classes.js';

/** The first thing on the page for the keyboard: past the header. */
export function SkipLink(props: { readonly href: string; readonly text: string }) {
  return (
    <a {...hrefTo(props.href)} class="govuk-skip-link" data-module="govuk-skip-link">
      {props.text}
    </a>
  );
}

/** The languages, each named in itself. */
export function LanguageNavigation(props: {
  readonly label: string;
  readonly inverse?: boolean;
  readonly items: readonly {
    readonly lang: string;
    readonly text: string;
    readonly href: string;
    readonly current: boolean;
  }[];
}) {
  return (
    <nav
      class={classes('govuk-language-navigation', props.inverse && 'govuk-language-navigation--inverse')}
      aria-label={props.label}
    >
      <ul class="govuk-language-navigation__list">
        {props.items.map((item) => (
          <li key={item.lang} class="govuk-language-navigation__list-item">
            {item.current ? (
              <span class="govuk-language-navigation__text" aria-current="true" lang={item.lang}>
                {item.text}
              </span>
            ) : (
              <a
                class="govuk-language-navigation__link"
                {...hrefTo(item.href)}
                rel="alternate"
                lang={item.lang}
                hrefLang={item.lang}
              >
                {item.text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The menu, always open: on a phone a row each, never folded away. */
export function ServiceNavigation(props: {
  readonly label: string;
  readonly items: readonly { readonly href: string; readonly text: string; readonly current: boolean }[];
}) {
  return (
    <div class="govuk-service-navigation" data-module="govuk-service-navigation">
      <div class="govuk-width-container">
        <div class="govuk-service-navigation__container">
          <nav aria-label={props.label} class="govuk-service-navigation__wrapper">
            <ul class="govuk-service-navigation__list" id="navigation">
              {props.items.map((item) => (
                <li
                  key={item.href}
                  class={classes(
                    'govuk-service-navigation__item',
                    item.current && 'govuk-service-navigation__item--active',
                  )}
                >
                  <a
                    class="govuk-service-navigation__link"
                    {...hrefTo(item.href)}
                    aria-current={item.current ? 'page' : undefined}
                  >
                    {item.current ? (
                      <strong class="govuk-service-navigation__active-fallback">{item.text}</strong>
                    ) : (
                      item.text
                    )}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  );
}
