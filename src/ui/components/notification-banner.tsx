import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

/** Something to know that is not about the page itself; `success` says that what was asked has been done. */
export function NotificationBanner(props: {
  readonly title: string;
  readonly success?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      class={classes('govuk-notification-banner', props.success && 'govuk-notification-banner--success')}
      role={props.success ? 'alert' : 'region'}
      aria-labelledby="govuk-notification-banner-title"
      data-module="govuk-notification-banner"
    >
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title">
          {props.title}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        {typeof props.children === 'string' ? (
          <p class="govuk-notification-banner__heading">{props.children}</p>
        ) : (
          props.children
        )}
      </div>
    </div>
  );
}
