import type { ComponentChildren } from 'preact';
import { classes, ids } from './classes.js';
import { ErrorMessage, type FieldError, Fieldset, Hint, Label } from './form-group.js';

export interface ChoiceItem {
  readonly value: string;
  readonly text: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

interface ChoicesProps {
  readonly name: string;
  readonly idPrefix?: string | undefined;
  readonly legend: ComponentChildren;
  readonly legendClasses?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly error?: FieldError | undefined;
  readonly describedBy?: string | undefined;
  readonly items: readonly ChoiceItem[];
  readonly classes?: string | undefined;
}

/** One of a few. */
export function Radios(props: ChoicesProps) {
  return <Choices kind="radios" {...props} />;
}

/** Any number of a few. Never ticked beforehand where a tick means consent (Luật 91/2025/QH15, Điều 9). */
export function Checkboxes(props: ChoicesProps) {
  return <Choices kind="checkboxes" {...props} />;
}

function Choices(props: ChoicesProps & { readonly kind: 'radios' | 'checkboxes' }) {
  const { kind, name } = props;
  const prefix = props.idPrefix ?? name;
  const hintId = props.hint ? `${prefix}-hint` : undefined;
  const errorId = props.error ? `${prefix}-error` : undefined;
  return (
    <div class={classes('govuk-form-group', props.error && 'govuk-form-group--error')}>
      <Fieldset
        describedBy={ids(props.describedBy, hintId, errorId)}
        legend={props.legend}
        legendClasses={props.legendClasses}
      >
        {hintId && <Hint id={hintId}>{props.hint}</Hint>}
        {errorId && props.error && (
          <ErrorMessage id={errorId} prefix={props.error.prefix}>
            {props.error.text}
          </ErrorMessage>
        )}
        <div class={classes(`govuk-${kind}`, props.classes)} data-module={`govuk-${kind}`}>
          {props.items.map((item, index) => (
            <Item
              key={item.value}
              kind={kind}
              name={name}
              // The first has no number, so that the error summary can link to it.
              id={index === 0 ? prefix : `${prefix}-${index + 1}`}
              item={item}
            />
          ))}
        </div>
      </Fieldset>
    </div>
  );
}

function Item(props: {
  readonly kind: 'radios' | 'checkboxes';
  readonly name: string;
  readonly id: string;
  readonly item: ChoiceItem;
}) {
  const { kind, id, item } = props;
  const hintId = item.hint ? `${id}-item-hint` : undefined;
  return (
    <div class={`govuk-${kind}__item`}>
      <input
        class={`govuk-${kind}__input`}
        id={id}
        name={props.name}
        type={kind === 'radios' ? 'radio' : 'checkbox'}
        value={item.value}
        checked={item.checked}
        disabled={item.disabled}
        aria-describedby={hintId}
      />
      <Label for={id} classes={`govuk-${kind}__label`}>
        {item.text}
      </Label>
      {hintId && (
        <Hint id={hintId} classes={`govuk-${kind}__hint`}>
          {item.hint}
        </Hint>
      )}
    </div>
  );
}
