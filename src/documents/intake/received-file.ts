import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { ObjectBinding } from '../../storage/object-encryption.js';

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** A file that arrived whole, held as ciphertext in memory or in the spool until it is stored or discarded. */
export interface ReceivedFile {
  readonly binding: ObjectBinding;
  /** As sent, in NFC, without path parts, control and direction characters; at most 255 bytes. */
  readonly fileName: string;
  /** By content, never by name. */
  readonly mediaType: MediaType;
  /** Of the plaintext, lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly ciphertextBytes: number;
  /** The message to store; may be opened again for a retry. */
  openCiphertext(): Readable;
  /** Plaintext for the scan and the check, decrypted on the way; never on disk. */
  openPlaintext(): Readable;
  /** Frees memory or spool. Safe to call twice. */
  discard(): Promise<void>;
}

export interface ReceiveOptions {
  /** What the file will belong to. */
  readonly binding: ObjectBinding;
  /** Names of text fields that may come, each at most once. `_csrf` and `sha256` included where they may come. */
  readonly fields: readonly string[];
  /**
   * Called once, with the text fields seen so far: when the file part begins, or at the end when none came.
   * For the CSRF field of a form; throws to refuse before the file is read.
   */
  readonly beforeFile?: (fieldsSoFar: Readonly<Record<string, string>>) => void;
  /** Called once when all fields are there, before any verdict on the file; throws to refuse. */
  readonly checkFields: (fields: Readonly<Record<string, string>>) => void;
}

/**
 * Reads one multipart body with one part `file`. Answers when the whole file is spooled, hashed and sniffed.
 * @throws AppError, in this order when several fit: UPLOAD_MALFORMED, FILE_MISSING, what `checkFields` throws,
 *   FILE_TOO_LARGE, FILE_EMPTY, FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH, DIGEST_MISMATCH. Nothing stays behind.
 */
export type ReceiveUpload = (
  request: IncomingMessage,
  options: ReceiveOptions,
) => Promise<{ readonly fields: Readonly<Record<string, string>>; readonly file: ReceivedFile }>;

/**
 * Takes in a file that this program made itself.
 * @throws AppError FILE_TOO_LARGE; what the stream threw. Nothing stays behind.
 */
export type TakeOwnFile = (
  stream: Readable,
  file: Pick<ReceivedFile, 'binding' | 'fileName' | 'mediaType'>,
) => Promise<ReceivedFile>;

export interface Examination {
  /** Pages of a PDF; 1 for an image. */
  readonly pages: number;
  readonly scan: { readonly state: 'CLEAN' | 'NOT_SCANNED'; readonly at: Date | null };
}

/**
 * Opens the file in a limited child process and has it scanned.
 * @throws AppError FILE_ENCRYPTED, FILE_TOO_COMPLEX, FILE_UNREADABLE, FILE_INFECTED (first that fits, in this order)
 */
export type ExamineFile = (file: ReceivedFile) => Promise<Examination>;
