import { expect } from 'chai';
import { sniff } from '../../../src/documents/intake/sniff.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const PDF = '%PDF-1.7\n1 0 obj';

describe('the type by content', () => {
  it('is PDF behind what scanners, printers and portals leave before the header', () => {
    for (const junk of [
      '',
      '\xef\xbb\xbf',
      '\r\n  \n',
      '\0'.repeat(128),
      '\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n',
      'Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n',
      '%!PS-Adobe-3.0 ',
      'x'.repeat(1019),
    ]) {
      expect(sniff(bytes(junk + PDF).subarray(0, 1024)), JSON.stringify(junk.slice(0, 20))).to.equal(
        'application/pdf',
      );
    }
  });

  it('is not PDF when the header comes after 1,024 bytes', () => {
    expect(sniff(bytes('x'.repeat(1020) + PDF))).to.equal(null);
  });

  it('is not PDF when the beginning is another format', () => {
    for (const start of [
      '<html><script>',
      '\n <!DOCTYPE html>',
      '\xef\xbb\xbf <svg>',
      '<?xml version="1.0"?>',
      'PK\x03\x04',
      'MZ\x90',
      '\x7fELF',
      '#!/bin/sh\n',
      'GIF89a',
      'RIFFxxxxWEBP',
      '\0\0\0\x18ftypheic',
      '{\\rtf1',
      '\x1f\x8b\x08',
      'Rar!',
      '\xd0\xcf\x11\xe0',
      '7z\xbc\xaf\x27\x1c',
      'II*\0',
      'BM6',
    ]) {
      expect(sniff(bytes(start + PDF)), JSON.stringify(start)).to.equal(null);
    }
  });

  it('is JPEG and PNG by their first bytes, whatever is behind', () => {
    expect(sniff(bytes('\xff\xd8\xff\xdb'))).to.equal('image/jpeg');
    expect(sniff(bytes('\xff\xd8\xff\xe1Exif%PDF-1.4'))).to.equal('image/jpeg');
    expect(sniff(bytes('\x89PNG\r\n\x1a\n'))).to.equal('image/png');
  });

  it('is none of ours for HEIC, Word, GIF, text and next to nothing', () => {
    for (const start of [
      '\0\0\0\x18ftypheic',
      'PK\x03\x04',
      'GIF89a',
      'hello',
      '\xff\xd8',
      '%PDF',
      '%pdf-1.4',
    ])
      expect(sniff(bytes(start)), JSON.stringify(start)).to.equal(null);
  });
});
