import type { ComponentChildren } from 'preact';

/** All that must be mended, at the top of the page; each line leads to its field. */
export function ErrorSummary(props: {
  readonly title: string;
  readonly description?: ComponentChildren;
  readonly errors: readonly { readonly text: ComponentChildren; readonly fieldId: string | null }[];
}) {
  return (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{props.title}</h2>
        <div class="govuk-error-summary__body">
          {props.description && <p>{props.description}</p>}
          {props.errors.length > 0 && (
            <ul class="govuk-list govuk-error-summary__list">
              {props.errors.map((error) => (
                <li key={`${error.fieldId}`}>
                  {error.fieldId === null ? error.text : <a href={`#${error.fieldId}`}>{error.text}</a>}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}
