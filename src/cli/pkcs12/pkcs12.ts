import { createCipheriv, createHmac, hash, type KeyObject, randomBytes } from 'node:crypto';
import * as der from './der.js';

/**
 * PKCS #12 (RFC 7292) as .NET Framework 4.8 and Java 8 open it on any Windows and any update: triple DES and SHA-1,
 * the only password encryption that all of them know (AES came with Windows 10 1709 and Java 8u301). Weak by today's
 * measure, so the strength must come from the password: 120 random bits unless the operator brings one.
 */
const pbeWithSha1And3Des = '1.2.840.113549.1.12.1.3';
const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2';
const certificateBag = '1.2.840.113549.1.12.10.1.3';
const x509Certificate = '1.2.840.113549.1.9.22.1';
const friendlyName = '1.2.840.113549.1.9.20';
const localKeyId = '1.2.840.113549.1.9.21';
const sha1 = '1.3.14.3.2.26';

const ITERATIONS = 50_000;
/** What a derived piece is for: RFC 7292, B.3. */
const KEY = 1;
const INITIAL_VECTOR = 2;
const MAC = 3;

export interface Pkcs12Content {
  readonly privateKey: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
  /** The entry's name in key stores. */
  readonly alias: string;
}

/** The file's bytes: one private key with its certificate. */
export function makePkcs12({ privateKey, certificate, alias }: Pkcs12Content, password: string): Buffer {
  const attributes = der.setOf(
    attribute(localKeyId, der.octetString(hash('sha1', certificate, 'buffer'))),
    attribute(friendlyName, der.bmpString(alias)),
  );
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const key = encrypt(pkcs8, password);
  const keyBag = bag(
    shroudedKeyBag,
    der.sequence(key.algorithm, der.octetString(key.ciphertext)),
    attributes,
  );
  const certBag = bag(
    certificateBag,
    der.sequence(der.objectIdentifier(x509Certificate), der.explicit(0, der.octetString(certificate))),
    attributes,
  );
  const certificates = encrypt(der.sequence(certBag), password);
  const safe = der.sequence(
    der.sequence(
      der.objectIdentifier(encryptedData),
      der.explicit(
        0,
        der.sequence(
          der.integer(0),
          der.sequence(
            der.objectIdentifier(data),
            certificates.algorithm,
            der.implicitOctets(0, certificates.ciphertext),
          ),
        ),
      ),
    ),
    plainContent(der.sequence(keyBag)),
  );
  return der.sequence(der.integer(3), plainContent(safe), macOf(safe, password));
}

function plainContent(content: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(data), der.explicit(0, der.octetString(content)));
}

function bag(id: string, value: Buffer, attributes: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.explicit(0, value), attributes);
}

function attribute(id: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.setOf(value));
}

function encrypt(plaintext: Buffer, password: string): { algorithm: Buffer; ciphertext: Buffer } {
  const salt = randomBytes(20);
  const key = derive(KEY, 24, password, salt);
  const iv = derive(INITIAL_VECTOR, 8, password, salt);
  const cipher = createCipheriv('des-ede3-cbc', key, iv);
  return {
    algorithm: der.sequence(
      der.objectIdentifier(pbeWithSha1And3Des),
      der.sequence(der.octetString(salt), der.integer(ITERATIONS)),
    ),
    ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]),
  };
}

function macOf(content: Buffer, password: string): Buffer {
  const salt = randomBytes(20);
  const mac = createHmac('sha1', derive(MAC, 20, password, salt))
    .update(content)
    .digest();
  return der.sequence(
    der.sequence(der.sequence(der.objectIdentifier(sha1), der.nullValue()), der.octetString(mac)),
    der.octetString(salt),
    der.integer(ITERATIONS),
  );
}

const HASH_BYTES = 20;
const BLOCK_BYTES = 64;

/** Bytes derived from the password with SHA-1. Source: RFC 7292, B.2, whose letters it keeps. */
function derive(purpose: number, length: number, password: string, salt: Buffer): Buffer {
  const d = Buffer.alloc(BLOCK_BYTES, purpose);
  const i = Buffer.concat([repeated(salt), repeated(der.utf16(`${password}\0`))]);
  const pieces: Buffer[] = [];
  for (let made = 0; made < length; made += HASH_BYTES) {
    let a = hash('sha1', Buffer.concat([d, i]), 'buffer');
    for (let round = 1; round < ITERATIONS; round += 1) a = hash('sha1', a, 'buffer');
    pieces.push(a);
    const b = Buffer.alloc(BLOCK_BYTES, a);
    for (let start = 0; start < i.length; start += BLOCK_BYTES)
      addPlusOne(i.subarray(start, start + BLOCK_BYTES), b);
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** As often as it takes to fill whole blocks. */
function repeated(bytes: Buffer): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES, bytes);
}

/** block = block + b + 1, modulo its size, in place. */
function addPlusOne(block: Buffer, b: Buffer): void {
  let carry = 1;
  for (let index = block.length - 1; index >= 0; index -= 1) {
    const sum = (block[index] ?? 0) + (b[index] ?? 0) + carry;
    block[index] = sum & 0xff;
    carry = sum >> 8;
  }
}
