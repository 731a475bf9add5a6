import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.js';

const YEARS = 10;
const ecdsaWithSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
const commonName = '2.5.4.3';
const keyUsage = '2.5.29.15';
const basicConstraints = '2.5.29.19';

/**
 * A certificate for the key by the key itself, DER. It vouches for nothing: key stores of .NET and Java hold a private
 * key only beside one. Source of form: RFC 5280.
 * @param privateKey EC P-256
 * @param subject its common name, at most 64 letters
 */
export function selfSignedCertificate(privateKey: KeyObject, subject: string, now: Date): Buffer {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  const name = der.sequence(
    der.setOf(der.sequence(der.objectIdentifier(commonName), der.utf8String(subject))),
  );
  const extensions = der.sequence(
    extension(basicConstraints, der.sequence()),
    // digitalSignature, the first of the bits
    extension(keyUsage, der.bitString(Buffer.from([0x80]), 7)),
  );
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(positive(randomBytes(16))),
    ecdsaWithSha256,
    name,
    der.sequence(der.time(now), der.time(end)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    der.explicit(3, extensions),
  );
  return der.sequence(toBeSigned, ecdsaWithSha256, der.bitString(sign('sha256', toBeSigned, privateKey)));
}

/** A serial number must be greater than 0. */
function positive(bytes: Buffer): Buffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function extension(id: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.trueValue(), der.octetString(value));
}
