import { classes } from './classes.js';
import { type FieldProps, FormGroup } from './form-group.js';

interface InputProps extends FieldProps {
  readonly type?: 'text' | 'search' | 'date' | 'email' | 'number' | undefined;
  readonly value?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly inputmode?: 'numeric' | 'text' | 'decimal' | undefined;
  readonly autocapitalize?: 'none' | 'characters' | 'words' | undefined;
  readonly pattern?: string | undefined;
  readonly maxLength?: number | undefined;
}

/** One line of text, or a date. */
export function Input(props: InputProps) {
  // preact's types know one literal at a time; the types that we allow all take these attributes.
  const type = (props.type ?? 'text') as 'text';
  return (
    <FormGroup
      field={props}
      input={(id, describedBy) => (
        <input
          class={classes('govuk-input', props.classes, props.error && 'govuk-input--error')}
          id={id}
          name={props.name}
          type={type}
          value={props.value}
          disabled={props.disabled}
          aria-describedby={describedBy}
          autocomplete={props.autocomplete}
          autocapitalize={props.autocapitalize}
          pattern={props.pattern}
          inputmode={props.inputmode}
          maxLength={props.maxLength}
        />
      )}
    />
  );
}
