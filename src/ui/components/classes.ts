/** Class names in one attribute, without the absent ones. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** Ids in one aria-describedby, or none. */
export function ids(...names: readonly (string | false | undefined)[]): string | undefined {
  const present = names.filter(Boolean);
  return present.length === 0 ? undefined : present.join(' ');
}
