import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

/** Rows under headings. */
export function Table(props: {
  readonly caption?: ComponentChildren;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly ComponentChildren[] | undefined;
  readonly rows: readonly (readonly ComponentChildren[])[];
  readonly firstCellIsHeader?: boolean | undefined;
  readonly classes?: string | undefined;
}) {
  return (
    <table class={classes('govuk-table', props.classes)}>
      {props.caption && (
        <caption class={classes('govuk-table__caption', props.captionClasses)}>{props.caption}</caption>
      )}
      {props.head && (
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {props.head.map((cell, index) => (
              <th key={index} scope="col" class="govuk-table__header">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody class="govuk-table__body">
        {props.rows.map((row, index) => (
          <tr key={index} class="govuk-table__row">
            {row.map((cell, column) =>
              column === 0 && props.firstCellIsHeader ? (
                <th key={column} scope="row" class="govuk-table__header">
                  {cell}
                </th>
              ) : (
                <td key={column} class="govuk-table__cell">
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
