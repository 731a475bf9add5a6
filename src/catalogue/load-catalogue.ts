import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { StartupError } from '../platform/startup-error.js';
import type { Catalogue, DocumentType, Procedure } from './catalogue.js';
import { trustClasses } from './trust-class.js';

const words = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const date = z.iso.date();
const inForce = z
  .strictObject({ from: date, to: date.nullable() })
  .refine((range) => range.to === null || range.from <= range.to, 'ends before it begins');

const documentType = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/, 'capital letters, digits and _'),
  name: words,
  owner: z.enum(['PERSON', 'ORGANISATION', 'ANY']),
  sensitive: z.boolean(),
  validity: z.discriminatedUnion('rule', [
    z.strictObject({ rule: z.enum(['NONE', 'AS_PRINTED', 'CALENDAR_YEAR']) }),
    z.strictObject({ rule: z.literal('MONTHS'), months: z.number().int().min(1).max(600) }),
  ]),
  inForce,
  source: z.string(),
});

const procedure = z.strictObject({
  code: z
    .string()
    .regex(
      /^(\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?|[A-Z0-9][A-Z0-9_-]{2,39})$/,
      'a procedure code like 1.004222',
    ),
  name: words,
  inForce,
  source: z.string(),
  components: z
    .array(
      z.strictObject({
        componentCode: z.string().regex(/^[A-Z0-9][A-Z0-9_]{1,39}$/, 'capital letters, digits and _'),
        name: words,
        required: z.boolean(),
        accepts: z
          .array(z.strictObject({ typeCode: z.string(), leastTrustClass: z.enum(trustClasses) }))
          .max(100),
        statutoryDuty: z.strictObject({ legalGround: z.string().min(1) }).nullable(),
        ifRefused: words,
      }),
    )
    .min(1)
    .max(50),
});

/** Every fault of the catalogue's files, each with file and field. */
export class CatalogueError extends StartupError {
  override readonly name = 'CatalogueError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The catalogue has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads `document-types/*.json` and `procedures/*.json` below a folder.
 * @throws CatalogueError naming file and field of every fault
 */
export function loadCatalogue(folder: string): Catalogue {
  const faults: string[] = [];
  const types = readFolder(join(folder, 'document-types'), documentType, faults);
  const procedures = readFolder(join(folder, 'procedures'), procedure, faults);
  const typeByCode = uniqueByCode<DocumentType>(types, faults);
  const procedureByCode = uniqueByCode<Procedure>(procedures, faults);
  checkComponents(procedures, typeByCode, faults);
  if (!typeByCode.has('OTHER')) faults.push('document-types: a type with the code OTHER is needed');
  if (faults.length > 0) throw new CatalogueError(faults);
  return {
    types: [...typeByCode.values()],
    procedures: [...procedureByCode.values()],
    type: (code) => typeByCode.get(code) ?? null,
    isSensitive: (code) => typeByCode.get(code)?.sensitive === true,
    procedure: (code) => procedureByCode.get(code) ?? null,
    component: (procedureCode, componentCode) =>
      procedureByCode.get(procedureCode)?.components.find((entry) => entry.componentCode === componentCode) ??
      null,
  };
}

interface FileOf<Value> {
  readonly file: string;
  readonly value: Value;
}

function readFolder<Schema extends z.ZodType>(
  folder: string,
  schema: Schema,
  faults: string[],
): FileOf<z.output<Schema>>[] {
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted();
  } catch (error) {
    faults.push(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown fault'})`);
    return [];
  }
  return names.flatMap((name) => {
    const file = `${basename(folder)}/${name}`;
    try {
      const parsed = schema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (parsed.success) return [{ file, value: parsed.data }];
      for (const issue of parsed.error.issues)
        faults.push(`${file}: ${issue.path.join('.') || '(whole)'}: ${issue.message}`);
    } catch (error) {
      faults.push(
        `${file}: ${error instanceof SyntaxError ? `not JSON: ${error.message}` : 'cannot be read'}`,
      );
    }
    return [];
  });
}

function uniqueByCode<Value extends { code: string }>(
  files: readonly FileOf<Value>[],
  faults: string[],
): Map<string, Value> {
  const byCode = new Map<string, Value>();
  for (const { file, value } of files) {
    if (byCode.has(value.code)) faults.push(`${file}: code: ${value.code} stands in another file too`);
    byCode.set(value.code, value);
  }
  return byCode;
}

function checkComponents(
  procedures: readonly FileOf<Procedure>[],
  types: Map<string, DocumentType>,
  faults: string[],
): void {
  for (const { file, value } of procedures) {
    const seen = new Set<string>();
    value.components.forEach((component, index) => {
      const field = `components.${index}`;
      if (seen.has(component.componentCode))
        faults.push(`${file}: ${field}.componentCode: ${component.componentCode} twice`);
      seen.add(component.componentCode);
      component.accepts.forEach(({ typeCode }, at) => {
        if (!types.has(typeCode))
          faults.push(`${file}: ${field}.accepts.${at}.typeCode: no document type ${typeCode}`);
      });
    });
  }
}
