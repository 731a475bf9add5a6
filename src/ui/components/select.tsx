import { classes } from './classes.js';
import { type FieldProps, FormGroup } from './form-group.js';

interface Option {
  readonly value?: string | undefined;
  readonly text: string;
  readonly disabled?: boolean | undefined;
}

interface SelectProps extends FieldProps {
  readonly items: readonly Option[];
  readonly value?: string | undefined;
}

/** One of a known list. */
export function Select(props: SelectProps) {
  return (
    <FormGroup
      field={props}
      input={(id, describedBy) => (
        <select
          class={classes('govuk-select', props.classes, props.error && 'govuk-select--error')}
          id={id}
          name={props.name}
          disabled={props.disabled}
          aria-describedby={describedBy}
        >
          {props.items.map((item) => (
            <option
              key={item.value ?? item.text}
              value={item.value}
              selected={props.value !== undefined && props.value === (item.value ?? item.text)}
              disabled={item.disabled}
            >
              {item.text}
            </option>
          ))}
        </select>
      )}
    />
  );
}
