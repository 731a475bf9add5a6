import type { ComponentChildren } from 'preact';

/** How much of something is used: a bar with the same in words beside it. */
export function Progress(props: {
  readonly id: string;
  readonly label: ComponentChildren;
  /** What the bar shows, in words. */
  readonly words: ComponentChildren;
  readonly value: number;
  readonly max: number;
}) {
  const { id, value, max } = props;
  return (
    <div class="motlan-progress">
      <p class="motlan-progress__label" id={`${id}-label`}>
        {props.label}
      </p>
      <progress
        id={id}
        value={Math.min(value, max)}
        max={max}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-words`}
      />
      <p class="motlan-progress__words" id={`${id}-words`}>
        {props.words}
      </p>
    </div>
  );
}
