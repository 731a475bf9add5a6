import type { Duplex, Readable } from 'node:stream';

/** What an object belongs to. Bound into its ciphertext: moved to another record it does not decrypt. */
export interface ObjectBinding {
  readonly ownerId: string;
  readonly documentId: string;
  /** The document's version, from 1. */
  readonly version: number;
}

/** Encryption of stored objects, before they reach any store. One pass, streaming. */
export interface ObjectEncryption {
  /** A stream that takes plaintext and gives the whole ciphertext message. */
  encrypt(binding: ObjectBinding): Duplex;
  /** The ciphertext's length for a plaintext of `plaintextBytes`. */
  ciphertextBytes(plaintextBytes: number, binding: ObjectBinding): number;
  /**
   * Plaintext of a stored message. Fails with AppError CONTENT_DAMAGED before it gives a wrong byte: changed, shortened,
   * lengthened (`storedBytes` is what the record says), or bound to something else.
   */
  decrypt(
    stored: Readable,
    expected: { readonly binding: ObjectBinding; readonly storedBytes: number },
  ): Readable;
}
