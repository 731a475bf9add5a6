import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

export interface SummaryRow {
  readonly key: ComponentChildren;
  readonly value: ComponentChildren;
}

/** Facts: what, and its value. Rows given as false or null are left out. */
export function SummaryList(props: {
  readonly rows: readonly (SummaryRow | false | null | undefined)[];
  readonly classes?: string | undefined;
}) {
  return (
    <dl class={classes('govuk-summary-list', props.classes)}>
      {props.rows.map(
        (row, index) =>
          row && (
            <div key={index} class="govuk-summary-list__row">
              <dt class="govuk-summary-list__key">{row.key}</dt>
              <dd class="govuk-summary-list__value">{row.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
