import { AppError, type FieldFault } from '../../platform/app-error.js';

/** Collects what is wrong with the fields of one form, whatever their order. */
export interface FormFields {
  /** Whether a text field of this name may be read; records its fault otherwise. */
  admit(name: string): boolean;
  fault(name: string, code: string, detail: string): void;
  /** @throws AppError VALIDATION_FAILED with every fault, those of `check` included; else what `check` throws */
  verify(check: () => void): void;
}

const MAX_FAULTS = 20;
const MAX_POINTER = 100;

export function makeFormFields(allowed: readonly string[]): FormFields {
  const seen = new Set<string>();
  const faults: FieldFault[] = [];
  const fault = (name: string, code: string, detail: string): void => {
    const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (faults.length < MAX_FAULTS) faults.push({ pointer: pointer.slice(0, MAX_POINTER), code, detail });
  };
  return {
    fault,
    admit(name) {
      if (!allowed.includes(name)) {
        fault(name, 'UNKNOWN', 'this form has no such field');
        return false;
      }
      if (seen.has(name)) {
        fault(name, 'REPEATED', 'the field may come once');
        return false;
      }
      seen.add(name);
      return true;
    },
    verify(check) {
      try {
        check();
      } catch (error) {
        if (faults.length === 0) throw error;
        if (error instanceof AppError && error.code === 'VALIDATION_FAILED') faults.push(...error.fields);
      }
      if (faults.length > 0) throw new AppError('VALIDATION_FAILED', {}, { fields: faults });
    },
  };
}
