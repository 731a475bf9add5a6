import { classes } from './classes.js';
import { type FieldProps, FormGroup } from './form-group.js';

interface TextareaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly autocomplete?: string | undefined;
  readonly maxLength?: number | undefined;
}

/** Several lines of text. */
export function Textarea(props: TextareaProps) {
  return (
    <FormGroup
      field={props}
      input={(id, describedBy) => (
        <textarea
          class={classes('govuk-textarea', props.error && 'govuk-textarea--error', props.classes)}
          id={id}
          name={props.name}
          rows={props.rows ?? 5}
          disabled={props.disabled}
          aria-describedby={describedBy}
          autocomplete={props.autocomplete}
          maxLength={props.maxLength}
        >
          {props.value}
        </textarea>
      )}
    />
  );
}
