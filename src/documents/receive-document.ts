import type { IncomingMessage } from 'node:http';
import { hashOf } from '../http/hash-of.js';
import { parseWith } from '../http/parse.js';
import type { z } from '../http/zod.js';
import { fieldError } from '../platform/app-error.js';
import type { Examination, ExamineFile, ReceivedFile, ReceiveUpload } from './intake/received-file.js';

export interface ReceivedDocument<Fields> {
  readonly fields: Fields;
  readonly file: ReceivedFile;
  /** Stands for the body in an Idempotency-Key: the fields and the file's hash, not the multipart boundary. */
  readonly bodyHash: string;
  readonly examine: () => Promise<Examination>;
}

/**
 * Receives one upload, has `use` work with it, and frees it whatever happens.
 * @param checkCsrf gets the form's `_csrf` before the file is read
 * @param checkFields a rule beyond the schema, like a type code that must exist; runs before any verdict on the file
 */
export async function receiveDocument<Schema extends z.ZodObject, Result>(
  deps: { receive: ReceiveUpload; examineFile: ExamineFile },
  input: {
    readonly request: IncomingMessage;
    readonly binding: ReceivedFile['binding'];
    readonly schema: Schema;
    readonly checkCsrf: (token: string | undefined) => void;
    /** Gets the fields before the file, for a form that is drawn again with what was typed. */
    readonly keepTyped?: ((fields: Readonly<Record<string, string>>) => void) | undefined;
    readonly checkFields?: (fields: z.output<Schema>) => void;
  },
  use: (received: ReceivedDocument<z.output<Schema>>) => Promise<Result>,
): Promise<Result> {
  const parse = (raw: Readonly<Record<string, string>>): z.output<Schema> => {
    const { _csrf, sha256, ...given } = raw;
    if (sha256 && !/^[0-9a-f]{64}$/i.test(sha256))
      throw fieldError('/sha256', 'INVALID', '64 hexadecimal digits');
    const fields = parseWith(input.schema, given);
    input.checkFields?.(fields);
    return fields;
  };
  const { fields: raw, file } = await deps.receive(input.request, {
    binding: input.binding,
    fields: [...Object.keys(input.schema.shape), 'sha256', '_csrf'],
    beforeFile: (soFar) => {
      input.checkCsrf(soFar['_csrf']);
      input.keepTyped?.(soFar);
    },
    checkFields: (given) => {
      parse(given);
    },
  });
  try {
    const fields = parse(raw);
    return await use({
      fields,
      file,
      bodyHash: hashOf([input.binding.ownerId, fields, file.sha256]),
      examine: () => deps.examineFile(file),
    });
  } finally {
    await file.discard();
  }
}
