import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

export type TagColour = 'grey' | 'green' | 'turquoise' | 'purple' | 'pink' | 'red' | 'orange' | 'yellow';

/** A state in a word or two; the colour only repeats what the word says. */
export function Tag(props: {
  readonly colour?: TagColour | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <strong class={classes('govuk-tag', props.colour && `govuk-tag--${props.colour}`)}>
      {props.children}
    </strong>
  );
}
