import type { ComponentChildren } from 'preact';
import type { FormError } from '../form-errors.js';
import type { PageContext } from '../page.js';
import { safeHref } from '../safe-href.js';
import { ErrorSummary } from './error-summary.js';
import type { FieldError } from './form-group.js';

/** A form that changes something: always a POST, `_csrf` always first (an upload is refused before its file comes). */
export function Form(props: {
  readonly csrfToken: string | null;
  readonly action: string;
  readonly id?: string | undefined;
  /** The body is multipart, for forms with a file. */
  readonly upload?: boolean;
  /** The words of the queue that the script makes of it. */
  readonly queue?: object | undefined;
  /** The words of the script that sends photos one by one. */
  readonly photos?: object | undefined;
  readonly classes?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <form
      id={props.id}
      class={props.classes}
      method="post"
      action={safeHref(props.action)}
      data-upload-queue={props.queue && JSON.stringify(props.queue)}
      data-photos={props.photos && JSON.stringify(props.photos)}
      enctype={props.upload ? 'multipart/form-data' : undefined}
      // The server's words for a fault are clearer than the browser's, and in the person's language.
      noValidate
    >
      {props.csrfToken !== null && <input type="hidden" name="_csrf" value={props.csrfToken} />}
      {props.children}
    </form>
  );
}

/** The fault of one field, for its component. */
export function errorOf(
  context: PageContext,
  errors: readonly FormError[],
  field: string,
): FieldError | undefined {
  const found = errors.find((error) => error.field === field);
  return found && { text: found.text, prefix: context.t('common.errorPrefix') };
}

/** The list of all faults at the top; nothing when there are none. */
export function FormErrors(props: {
  readonly context: PageContext;
  readonly errors: readonly FormError[];
  /** Fields of the page by name, with the id of their input; a fault of another field gets no link. */
  readonly fields: Readonly<Record<string, string>>;
}) {
  if (props.errors.length === 0) return null;
  return (
    <ErrorSummary
      title={props.context.t('common.errorSummary')}
      errors={props.errors.map((error) => ({
        text: error.text,
        fieldId: error.field === null ? null : (props.fields[error.field] ?? null),
      }))}
    />
  );
}
