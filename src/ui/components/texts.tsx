import type { ComponentChildren } from 'preact';
import { hrefTo } from '../safe-href.js';
import { classes } from './classes.js';

/** A passage set apart from the text around it. */
export function InsetText(props: { readonly id?: string | undefined; readonly children: ComponentChildren }) {
  return (
    <div id={props.id} class="govuk-inset-text">
      {props.children}
    </div>
  );
}

/** What must not be overlooked. `iconText` says so to those who cannot see the mark. */
export function WarningText(props: { readonly iconText: string; readonly children: ComponentChildren }) {
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{props.iconText}</span>
        {props.children}
      </strong>
    </div>
  );
}

/** More for those who want it; opens without a script. */
export function Details(props: {
  readonly id?: string | undefined;
  readonly summary: ComponentChildren;
  readonly open?: boolean | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <details id={props.id} class="govuk-details" open={props.open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{props.summary}</span>
      </summary>
      <div class="govuk-details__text">{props.children}</div>
    </details>
  );
}

/** The end of something: what was done, in large letters. Holds the page's h1. */
export function Panel(props: { readonly title: ComponentChildren; readonly children?: ComponentChildren }) {
  return (
    <div class="govuk-panel govuk-panel--confirmation">
      <h1 class="govuk-panel__title">{props.title}</h1>
      {props.children && <div class="govuk-panel__body">{props.children}</div>}
    </div>
  );
}

/** The way up, before the main part of a page. */
export function BackLink(props: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a {...hrefTo(props.href)} class="govuk-back-link">
      {props.children}
    </a>
  );
}

/** A link in a text; its address passes safeHref. */
export function Link(props: {
  readonly href: string;
  readonly classes?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <a class={classes('govuk-link', props.classes)} {...hrefTo(props.href)}>
      {props.children}
    </a>
  );
}

/** Words for those who listen, which the eye has from the place. */
export function Hidden(props: { readonly children: ComponentChildren }) {
  return <span class="govuk-visually-hidden">{props.children}</span>;
}
