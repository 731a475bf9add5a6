import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { type ClientJwk, readPublicKey } from '../partners/index.js';
import { reasonOf } from '../platform/startup-error.js';
import type { KeyFileForm } from './client-key.js';

const LEAST_PASSWORD = 12;

/** The options about keys, as commander gives them. */
export interface KeyOptions {
  readonly keyOut?: string;
  readonly passwordFile?: string;
  readonly publicKey?: string;
}

/** A key that is still to be made. */
export interface NewKeyFile {
  readonly path: string;
  readonly form: KeyFileForm;
  /** Made by us, so the operator must be told. */
  readonly passwordIsNew: boolean;
}

/** Where the client's key comes from. */
export type KeySource = NewKeyFile | { readonly keys: readonly ClientJwk[] };

/** Reads the options about keys. @param faults takes what is wrong with them, one line each */
export async function keySourceOf(options: KeyOptions, faults: string[]): Promise<KeySource | undefined> {
  const { keyOut, publicKey, passwordFile } = options;
  if ((keyOut === undefined) === (publicKey === undefined)) {
    faults.push('--key-out FILE or --public-key FILE: exactly one of the two is needed');
    return undefined;
  }
  const extension = extname(keyOut ?? '').toLowerCase();
  const isP12 = extension === '.p12' || extension === '.pfx';
  if (passwordFile !== undefined && !isP12) faults.push('--password-file: goes with --key-out FILE.p12');
  if (publicKey !== undefined) {
    const text = await readText('--public-key', publicKey, faults);
    if (text === undefined) return undefined;
    const outcome = readPublicKey(text);
    if ('keys' in outcome) return outcome;
    faults.push(`--public-key: ${publicKey} ${outcome.fault}`);
    return undefined;
  }
  const path = keyOut ?? '';
  if (!isP12 && extension !== '.pem') faults.push('--key-out: must end in .pem or .p12');
  if (existsSync(path)) faults.push(`--key-out: ${path} exists, and a key is never overwritten`);
  else if (!existsSync(dirname(path))) faults.push(`--key-out: there is no folder ${dirname(path)}`);
  if (!isP12) return { path, form: { kind: 'pem' }, passwordIsNew: false };
  if (passwordFile === undefined) {
    const password = randomBytes(15).toString('base64url');
    return { path, form: { kind: 'p12', password }, passwordIsNew: true };
  }
  const password = (await readText('--password-file', passwordFile, faults))?.replace(/\r?\n$/, '');
  if (password === undefined) return undefined;
  if (password.length < LEAST_PASSWORD)
    faults.push(`--password-file: must hold a password of at least ${LEAST_PASSWORD} letters`);
  return { path, form: { kind: 'p12', password }, passwordIsNew: false };
}

async function readText(option: string, path: string, faults: string[]): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    faults.push(`${option}: ${path} cannot be read (${reasonOf(error)})`);
    return undefined;
  }
}
