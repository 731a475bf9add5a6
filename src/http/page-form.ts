import express, { type Request, type Response } from 'express';
import { AppError } from '../platform/app-error.js';

/** A form's fields without `_csrf`; a name that came more than once has all its values. */
export type Form = Readonly<Record<string, string | string[]>>;

/** The longest field has 2,000 letters, each at most 12 bytes when encoded. */
const readUrlencoded = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 });

/**
 * Reads a form as browsers send one without a file. Another kind of body has no fields.
 * @throws AppError BODY_TOO_LARGE, BODY_MALFORMED
 */
export async function readForm(
  request: Request,
  response: Response,
): Promise<{ readonly token: string | undefined; readonly form: Form }> {
  const body = await new Promise<unknown>((resolve, reject) => {
    readUrlencoded(request, response, (error?: unknown) => {
      if (!error) resolve(request.body);
      else reject(refusalOf(error));
    });
  });
  const form: Record<string, string | string[]> = {};
  let token: string | undefined;
  for (const [name, value] of Object.entries(body ?? {})) {
    const values = [value].flat().map(String);
    const [only = ''] = values;
    if (name === '_csrf') token = values.length === 1 ? only : undefined;
    else form[name] = values.length === 1 ? only : values;
  }
  return { token, form };
}

function refusalOf(error: unknown): AppError {
  const type = (error as { type?: string }).type;
  return type === 'entity.too.large' || type === 'parameters.too.many'
    ? new AppError('BODY_TOO_LARGE', { limit: '64 kB' })
    : new AppError('BODY_MALFORMED', {}, { cause: error });
}

/** The fields that are one text each, by the names that a form has: to be kept in a form that is drawn again. */
export function typedValues<Name extends string>(
  form: Form,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = form[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}

/** A form whose names have dots (`owner.name`), as the API nests it; a field left empty was not sent. */
export function nested(form: Form): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(form)) {
    if (value === '') continue;
    const dot = name.indexOf('.');
    if (dot < 0) whole[name] = value;
    else {
      const group = groups.get(name.slice(0, dot)) ?? {};
      group[name.slice(dot + 1)] = value;
      groups.set(name.slice(0, dot), group);
    }
  }
  return { ...whole, ...Object.fromEntries(groups) };
}
