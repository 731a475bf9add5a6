import type { ComponentChildren } from 'preact';
import { formatDate, formatInstant, type Instant } from '../format.js';
import type { Lang } from '../i18n.js';

/** Text that came from a person or an agency: its direction marks cannot disturb the words around it. */
export function Given(props: { readonly children: string }) {
  return <bdi>{props.children}</bdi>;
}

/** A date of law, `YYYY-MM-DD`. */
export function Day(props: { readonly lang: Lang; readonly date: string }) {
  return <time dateTime={props.date}>{formatDate(props.lang, props.date)}</time>;
}

/** A moment, in Vietnam's time. */
export function Moment(props: { readonly lang: Lang; readonly at: Instant }) {
  const instant = new Date(props.at);
  if (Number.isNaN(instant.getTime())) return <>{String(props.at)}</>;
  return <time dateTime={instant.toISOString()}>{formatInstant(props.lang, instant)}</time>;
}

/** Small facts in one grey line, parted by dots. */
export function Meta(props: { readonly items: readonly ComponentChildren[] }) {
  const present = props.items.filter(Boolean);
  if (present.length === 0) return null;
  return (
    <p class="motlan-card__meta">
      {present.map((item, index) => (
        <>
          {index > 0 && ' · '}
          {item}
        </>
      ))}
    </p>
  );
}
