import type { FieldFault } from '../platform/app-error.js';

/** One thing to mend in a form. `field` is the name of the input; null when it concerns the form as a whole. */
export interface FormError {
  readonly field: string | null;
  readonly text: string;
}

/** What a problem document (RFC 9457) says, in the order of its fields. */
interface Refusal {
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldFault[] | undefined;
}

/**
 * A refused post as the faults that its form shows.
 * JSON pointers become field names: `/owner/birthDate` → `owner.birthDate`.
 * @param field the input that a refusal without field errors belongs to, like `file` for a refused file
 */
export function formErrors(refusal: Refusal, field: string | null = null): FormError[] {
  const faults = refusal.errors ?? [];
  if (faults.length === 0) return [{ field, text: `${refusal.title}. ${refusal.detail}` }];
  return faults.map((fault) => ({ field: fieldOf(fault.pointer), text: fault.detail }));
}

function fieldOf(pointer: string): string | null {
  const name = pointer.replace(/^[/?]/, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  return name === '' ? null : name;
}
