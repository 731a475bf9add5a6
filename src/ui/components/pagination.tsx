import type { ComponentChildren } from 'preact';
import { hrefTo } from '../safe-href.js';
import { classes } from './classes.js';

interface PageLink {
  readonly href: string;
  readonly text: ComponentChildren;
}

/** Forward by cursor; a cursor knows no way back, so the other link leads to the beginning. */
export function Pagination(props: {
  readonly label: string;
  readonly previous?: PageLink | null | undefined;
  readonly next?: PageLink | null | undefined;
}) {
  if (!props.previous && !props.next) return null;
  return (
    <nav class="govuk-pagination govuk-pagination--block" aria-label={props.label}>
      {props.previous && (
        <Arrow
          link={props.previous}
          rel="prev"
          path="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"
        />
      )}
      {props.next && (
        <Arrow
          link={props.next}
          rel="next"
          path="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"
        />
      )}
    </nav>
  );
}

function Arrow(props: { readonly link: PageLink; readonly rel: 'prev' | 'next'; readonly path: string }) {
  return (
    <div class={`govuk-pagination__${props.rel}`}>
      <a class="govuk-link govuk-pagination__link" {...hrefTo(props.link.href)} rel={props.rel}>
        <svg
          class={classes('govuk-pagination__icon', `govuk-pagination__icon--${props.rel}`)}
          xmlns="http://www.w3.org/2000/svg"
          height="13"
          width="15"
          aria-hidden="true"
          focusable="false"
          viewBox="0 0 15 13"
        >
          <path d={props.path} />
        </svg>
        <span class="govuk-pagination__link-title govuk-pagination__link-title--decorated">
          {props.link.text}
        </span>
      </a>
    </div>
  );
}
