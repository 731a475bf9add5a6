/** The token in a form of ours. */
export function tokenOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
}
