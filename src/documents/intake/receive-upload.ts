import { finished } from 'node:stream/promises';
import { AppError } from '../../platform/app-error.js';
import type { ObjectBinding, ObjectEncryption } from '../../storage/object-encryption.js';
import { cleanFileName } from './file-name.js';
import { type FlowBudget, leaving } from './flow-budget.js';
import { makeFormFields } from './form-fields.js';
import type { MemoryBudget } from './memory-budget.js';
import { nameSaysOther, typeSaysOther } from './other-types.js';
import type { PartHead } from './part-head.js';
import { type FormLimits, readForm } from './read-form.js';
import type { ReceivedFile, ReceiveUpload, TakeOwnFile } from './received-file.js';
import type { Spool } from './spool.js';
import { type SizeLimits, type TakeDeps, type TakenFile, takeFile } from './take-file.js';

const MIB = 1024 * 1024;

export interface ReceiveDeps {
  readonly encryption: ObjectEncryption;
  readonly spool: Spool;
  readonly memory: MemoryBudget;
  readonly flows: FlowBudget;
  /** One upload may hold so much in memory (8 MiB). */
  readonly memoryPerUploadBytes?: number;
  /** Contract: PDF 20 MiB, image 15 MiB. */
  readonly sizes?: SizeLimits;
  readonly form?: Partial<FormLimits>;
}

/** Makes {@link ReceiveUpload}: one process shares one spool and one memory budget among all its uploads. */
export function makeReceiveUpload(deps: ReceiveDeps): ReceiveUpload {
  const take = takeDepsOf(deps);
  const { sizes } = take;
  // A file far too large is read on for the sake of the fields behind it, but not for ever.
  const form: FormLimits = { bodyBytes: 64 * MIB, stallMs: 30_000, endMs: 5_000, ...deps.form };

  return async (request, options) => {
    const fields = makeFormFields(options.fields);
    let taken: TakenFile | undefined;
    let head: PartHead | undefined;
    let begun = false;
    const flow = deps.flows.begin();
    const begin = (soFar: Readonly<Record<string, string>>): void => {
      begun = true;
      options.beforeFile?.(soFar);
    };
    try {
      const texts = await readForm(request, form, {
        fields,
        flow,
        onFile: async (stream, itsHead, soFar) => {
          begin(soFar);
          // A form sent with nothing chosen has `filename=""`; a text named `file` has no file name at all.
          if (!itsHead.fileName) {
            await finished(stream.resume());
            return;
          }
          head = itsHead;
          taken = await takeFile(leaving(stream, flow), options.binding, take);
        },
      });
      if (!begun) begin(texts);
      if (!head || !taken) throw new AppError('FILE_MISSING');
      fields.verify(() => options.checkFields(texts));
      return { fields: texts, file: verdict(head, taken, texts['sha256'], options.binding, deps.encryption) };
    } catch (error) {
      if (taken?.state === 'HELD') {
        taken.plain.discard();
        await taken.held.discard();
      }
      throw withSizes(error, sizes);
    } finally {
      flow.end();
    }
  };
}

/** @throws AppError FILE_TOO_LARGE, FILE_EMPTY, FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH, DIGEST_MISMATCH */
function verdict(
  head: PartHead,
  taken: TakenFile,
  digest: string | undefined,
  binding: ObjectBinding,
  encryption: ObjectEncryption,
): ReceivedFile {
  if (taken.state !== 'HELD') throw new AppError(taken.state);
  const fileName = cleanFileName(head.fileName ?? '');
  if (nameSaysOther(fileName) || typeSaysOther(head.contentType)) throw new AppError('FILE_TYPE_MISMATCH');
  if (digest && digest.toLowerCase() !== taken.sha256) throw new AppError('DIGEST_MISMATCH');
  return receivedFile(taken, { binding, fileName, mediaType: taken.mediaType }, encryption);
}

function receivedFile(
  taken: HeldFile,
  { binding, fileName, mediaType }: Pick<ReceivedFile, 'binding' | 'fileName' | 'mediaType'>,
  encryption: ObjectEncryption,
): ReceivedFile {
  const { held, plain } = taken;
  const ciphertextBytes = held.lengthBytes();
  return {
    binding,
    fileName,
    mediaType,
    sha256: taken.sha256,
    sizeBytes: taken.sizeBytes,
    ciphertextBytes,
    openCiphertext: () => held.open(),
    openPlaintext: () =>
      plain.open() ?? encryption.decrypt(held.open(), { binding, storedBytes: ciphertextBytes }),
    discard: () => {
      plain.discard();
      return held.discard();
    },
  };
}

/** Makes {@link TakeOwnFile}, on the spool and budget of the uploads. */
export function makeTakeOwnFile(deps: ReceiveDeps): TakeOwnFile {
  const take = takeDepsOf(deps);
  return async (stream, { binding, fileName, mediaType }) => {
    try {
      const taken = await takeFile(stream as AsyncIterable<Buffer>, binding, take);
      if (taken.state !== 'HELD') throw new AppError(taken.state);
      return receivedFile(taken, { binding, fileName: cleanFileName(fileName), mediaType }, deps.encryption);
    } catch (error) {
      throw withSizes(error, take.sizes);
    }
  };
}

type HeldFile = Extract<TakenFile, { state: 'HELD' }>;

function takeDepsOf(deps: ReceiveDeps): TakeDeps {
  return {
    ...deps,
    sizes: deps.sizes ?? { pdfBytes: 20 * MIB, imageBytes: 15 * MIB },
    memoryPerUploadBytes: deps.memoryPerUploadBytes ?? 8 * MIB,
  };
}

function withSizes(error: unknown, sizes: SizeLimits): unknown {
  if (!(error instanceof AppError) || error.code !== 'FILE_TOO_LARGE') return error;
  return new AppError('FILE_TOO_LARGE', {
    pdfLimit: megabytes(sizes.pdfBytes),
    imageLimit: megabytes(sizes.imageBytes),
  });
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / MIB)} MB`;
}
