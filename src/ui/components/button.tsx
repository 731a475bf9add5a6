import type { ComponentChildren } from 'preact';
import { hrefTo } from '../safe-href.js';
import { classes } from './classes.js';

type Kind = 'secondary' | 'warning';

interface ButtonProps {
  readonly kind?: Kind | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly id?: string | undefined;
  /** The id of the form it sends, when it stands outside that form. */
  readonly form?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly preventDoubleClick?: boolean | undefined;
  readonly classes?: string | undefined;
  readonly children: ComponentChildren;
}

const classOf = (kind: Kind | undefined, extra: string | undefined, start?: boolean) =>
  classes('govuk-button', extra, kind && `govuk-button--${kind}`, start && 'govuk-button--start');

/** Sends its form. */
export function Button(props: ButtonProps) {
  return (
    <button
      type="submit"
      name={props.name}
      value={props.value}
      id={props.id}
      form={props.form}
      class={classOf(props.kind, props.classes)}
      data-module="govuk-button"
      data-prevent-double-click={
        props.preventDoubleClick === undefined ? undefined : String(props.preventDoubleClick)
      }
      {...(props.disabled ? { disabled: true, 'aria-disabled': 'true' as const } : {})}
    >
      {props.children}
    </button>
  );
}

/** A link that starts something, drawn as a button. */
export function ButtonLink(props: {
  readonly href: string;
  readonly kind?: Kind | undefined;
  readonly start?: boolean;
  /** Beside the page that must stay open. */
  readonly newTab?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <a
      {...hrefTo(props.href)}
      role="button"
      {...(props.newTab ? { target: '_blank', rel: 'noopener' } : {})}
      draggable={false}
      class={classOf(props.kind, undefined, props.start)}
      data-module="govuk-button"
    >
      {props.children}
      {props.start && (
        <svg
          class="govuk-button__start-icon"
          xmlns="http://www.w3.org/2000/svg"
          width="17.5"
          height="19"
          viewBox="0 0 33 40"
          aria-hidden="true"
          focusable="false"
        >
          <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
        </svg>
      )}
    </a>
  );
}
