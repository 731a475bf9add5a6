import type { ComponentChildren } from 'preact';
import { classes, ids } from './classes.js';

/** What is wrong with a field. `prefix` is the word before it for those who cannot see the red: "Lỗi", "Error". */
export interface FieldError {
  readonly text: ComponentChildren;
  readonly prefix: string;
}

/** What every field has. The id is `id`, else `name`. */
export interface FieldProps {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: ComponentChildren;
  readonly labelClasses?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly error?: FieldError | undefined;
  readonly describedBy?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly classes?: string | undefined;
}

export function Label(props: {
  readonly for?: string;
  readonly classes?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <label class={classes('govuk-label', props.classes)} for={props.for}>
      {props.children}
    </label>
  );
}

export function Hint(props: {
  readonly id?: string;
  readonly classes?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div id={props.id} class={classes('govuk-hint', props.classes)}>
      {props.children}
    </div>
  );
}

export function ErrorMessage(props: {
  readonly id?: string;
  readonly prefix: string;
  readonly children: ComponentChildren;
}) {
  return (
    <p id={props.id} class="govuk-error-message">
      <span class="govuk-visually-hidden">{props.prefix}:</span> {props.children}
    </p>
  );
}

/** Label, hint and fault around one input; `input` is given the id and what describes it. */
export function FormGroup(props: {
  readonly field: FieldProps;
  readonly input: (id: string, describedBy: string | undefined) => ComponentChildren;
}) {
  const { field } = props;
  const id = field.id ?? field.name;
  const hintId = field.hint ? `${id}-hint` : undefined;
  const errorId = field.error ? `${id}-error` : undefined;
  return (
    <div class={classes('govuk-form-group', field.error && 'govuk-form-group--error')}>
      <Label for={id} classes={field.labelClasses}>
        {field.label}
      </Label>
      {hintId && <Hint id={hintId}>{field.hint}</Hint>}
      {errorId && field.error && (
        <ErrorMessage id={errorId} prefix={field.error.prefix}>
          {field.error.text}
        </ErrorMessage>
      )}
      {props.input(id, ids(field.describedBy, hintId, errorId))}
    </div>
  );
}

export function Fieldset(props: {
  readonly describedBy?: string | undefined;
  readonly legend: ComponentChildren;
  readonly legendClasses?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  return (
    <fieldset class="govuk-fieldset" aria-describedby={props.describedBy}>
      <legend class={classes('govuk-fieldset__legend', props.legendClasses)}>{props.legend}</legend>
      {props.children}
    </fieldset>
  );
}
