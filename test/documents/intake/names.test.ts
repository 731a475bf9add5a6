import { expect } from 'chai';
import { cleanFileName } from '../../../src/documents/intake/file-name.js';
import { nameSaysOther, typeSaysOther } from '../../../src/documents/intake/other-types.js';
import { readPartHead } from '../../../src/documents/intake/part-head.js';

const fileNameIn = (parameters: string): string | null | undefined =>
  readPartHead(Buffer.from(`Content-Disposition: form-data; name="file"; ${parameters}`))?.fileName;

describe('file names as senders write them', () => {
  for (const [what, parameters, name] of [
    ['UTF-8 bytes', 'filename="Giấy tờ.pdf"', 'Giấy tờ.pdf'],
    ['a bare name', 'filename=giấy.pdf', 'giấy.pdf'],
    ['an extended name', "filename*=UTF-8''gi%E1%BA%A5y%20t%E1%BB%9D.pdf", 'giấy tờ.pdf'],
    [
      'an extended name before the plain one',
      `filename*=utf-8'vi'gi%E1%BA%A5y.pdf; filename="giay.pdf"`,
      'giấy.pdf',
    ],
    ['an extended name in latin1', 'filename="x.pdf"; filename*=ISO-8859-1\'\'caf%E9.pdf', 'café.pdf'],
    ['an extended name in quotes', `filename*="UTF-8''gi%E1%BA%A5y.pdf"`, 'giấy.pdf'],
    ['an extended name with a bare %', `filename="giay.pdf"; filename*=UTF-8''50%.pdf`, 'giay.pdf'],
    ['an extended name of wrong bytes', `filename="giay.pdf"; filename*=UTF-8''gi%E1%BA.pdf`, 'giay.pdf'],
    ['an extended name without charset', `filename="giay.pdf"; filename*=gi%E1.pdf`, 'giay.pdf'],
    ['an extended name of an unknown charset', `filename="giay.pdf"; filename*=x-none''a.pdf`, 'giay.pdf'],
    ['a faulty extended name alone', "filename*=UTF-8''50%.pdf", '50%.pdf'],
    ['an empty extended name', `filename="giay.pdf"; filename*=UTF-8''`, 'giay.pdf'],
    ['a base64 word', 'filename="=?utf-8?B?R2nhuqV5LnBkZg==?="', 'Giấy.pdf'],
    ['a quoted-printable word', 'filename="=?UTF-8?Q?Gi=E1=BA=A5y_t=E1=BB=9D.pdf?="', 'Giấy tờ.pdf'],
    ['words cut inside a letter', 'filename="=?utf-8?B?R2nhug==?= =?utf-8?B?pXkucGRm?="', 'Giấy.pdf'],
    ['a word of unknown charset', 'filename="=?x-none?B?R2k=?=.pdf"', '=?x-none?B?R2k=?=.pdf'],
    ['what only looks like a word', 'filename="=?giay?=.pdf"', '=?giay?=.pdf'],
    ['browser escapes', 'filename="Giấy %22gốc%22%0D%0A.pdf"', 'Giấy "gốc"\r\n.pdf'],
    ['other escapes, left alone', 'filename="50%25 %20.pdf"', '50%25 %20.pdf'],
    ['backslash escapes', 'filename="Giấy \\"gốc\\" \\\\ x.pdf"', 'Giấy "gốc" \\ x.pdf'],
    ['bare quotes inside', 'filename="Giấy "gốc".pdf"', 'Giấy "gốc".pdf'],
    ['a Windows path', 'filename="C:\\Users\\Mẫu\\sổ đỏ.pdf"', 'C:\\Users\\Mẫu\\sổ đỏ.pdf'],
    ['a `;` inside', 'filename="a;b.pdf"', 'a;b.pdf'],
    ['a trailing `;`', 'filename="a.pdf";', 'a.pdf'],
    ['blanks around', 'filename = "a.pdf" ', 'a.pdf'],
    ['two names: the first', 'filename="a.pdf"; filename="b.exe"', 'a.pdf'],
    ['an empty one', 'filename=""', ''],
    ['none', 'x="y"', null],
  ] as const) {
    it(what, () => expect(fileNameIn(parameters)).to.equal(name));
  }

  it('latin1 bytes keep what is readable', () => {
    const head = Buffer.concat([
      Buffer.from('Content-Disposition: form-data; name="file"; filename="Giay t'),
      Buffer.from([0xfa]),
      Buffer.from('.pdf"'),
    ]);
    expect(readPartHead(head)?.fileName).to.equal('Giay t\ufffd.pdf');
  });

  it('a head is refused for a NUL, no name, two dispositions, another disposition, a broken line', () => {
    const good = 'Content-Disposition: form-data; name="file"; filename="a.pdf"';
    expect(readPartHead(Buffer.from(good))).not.to.equal(null);
    for (const head of [
      '',
      'Content-Type: text/plain',
      'Content-Disposition: form-data; name="file"; filename="a\0.pdf"',
      'Content-Disposition: form-data; filename="a.pdf"',
      'Content-Disposition: form-data; name=""; filename="a.pdf"',
      'Content-Disposition: form-data; name="a\x01"',
      `${good}\r\n${good}`,
      'Content-Disposition: attachment; name="file"; filename="a.pdf"',
      `${good}\r\nno colon here`,
      `${good}\nContent-Type: text/html`,
    ]) {
      expect(readPartHead(Buffer.from(head)), JSON.stringify(head)).to.equal(null);
    }
  });

  it('a folded head and names of headers in any case are read', () => {
    const head =
      'content-disposition: form-data;\r\n name="file";\r\n\tfilename="a.pdf"\r\nCONTENT-TYPE:Image/JPG; a=b';
    expect(readPartHead(Buffer.from(head))).to.include({ fileName: 'a.pdf', contentType: 'image/jpg' });
  });
});

describe('file names as they are kept', () => {
  for (const [sent, kept] of [
    ['C:\\Users\\Mẫu\\sổ đỏ.pdf', 'sổ đỏ.pdf'],
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['/tmp/a/', 'a'],
    ['..', 'file'],
    ['\u202e', 'file'],
    ['.pdf', '.pdf'],
    ['CON.pdf', 'CON.pdf'],
    ['hop-dong_\u202efdp.exe', 'hop-dong_fdp.exe'],
    ['a\u2066b\u2069\u200e\u061c.pdf', 'ab.pdf'],
    ['giay\r\nX-Injected: co.pdf', 'giayX-Injected: co.pdf'],
    ['a\0\x01\x7f\x85\u2028b.pdf', 'ab.pdf'],
    ['  Đơn xin\u00a0 xác nhận .pdf', '  Đơn xin\u00a0 xác nhận .pdf'],
    ['📄 căn cước 👨‍👩‍👧.pdf', '📄 căn cước 👨‍👩‍👧.pdf'],
    ['Giấy khai sinh.pdf'.normalize('NFD'), 'Giấy khai sinh.pdf'],
    ['<img src=x onerror=alert(1)>.pdf', '<img src=x onerror=alert(1)>.pdf'],
  ] as const) {
    it(JSON.stringify(sent), () => expect(cleanFileName(sent)).to.equal(kept));
  }

  it('255 bytes are kept whole, also when the sender needed more for them', () => {
    const name = `${'ấ'.repeat(83)}xx.pdf`;
    expect(Buffer.byteLength(name)).to.equal(255);
    expect(cleanFileName(name)).to.equal(name);
    expect(cleanFileName(name.normalize('NFD'))).to.equal(name);
  });

  it('longer ones are cut before the ending, never inside a letter or an emoji family', () => {
    const long = cleanFileName(`${'ấ'.repeat(200)}.pdf`);
    expect(long).to.match(/^ấ+\.pdf$/u);
    expect(Buffer.byteLength(long)).to.equal(253);
    const family = cleanFileName(`${'x'.repeat(240)}👨‍👩‍👧.pdf`);
    expect(family).to.equal(`${'x'.repeat(240)}.pdf`);
    expect(cleanFileName('y'.repeat(300))).to.equal('y'.repeat(255));
    expect(cleanFileName(`.${'z'.repeat(300)}`)).to.equal(`.${'z'.repeat(254)}`);
  });
});

describe('names and declared types that say another type', () => {
  it('do so by the last ending, in any case and disguise', () => {
    for (const name of [
      'a.exe',
      'ho-so.pdf.exe',
      'a.EXE',
      'a.exe ',
      'a.exe.',
      'a.exe . ',
      'a.ｅｘｅ',
      'a.e\u200bxe',
      '.exe',
      'a.html',
      'a.HTM',
      'a.docx',
      'a.doc',
      'a.xlsx',
      'a.zip',
      'a.rar',
      'a.svg',
      'a.js',
      'a.lnk',
      'a.scr',
      'a.heic',
      'a.webp',
      'a.gif',
      'a.tif',
      'a.txt',
      'a.apk',
      'a.jpg.bat',
      'a.mp4',
      'a.exe::$DATA',
    ]) {
      expect(nameSaysOther(name), name).to.equal(true);
    }
  });

  it('do not by the three types, no ending, a date, a number, initials', () => {
    for (const name of [
      'a.pdf',
      'a.PDF',
      'a.jpg',
      'a.JPEG',
      'a.jpe',
      'a.jfif',
      'a.png',
      'a.apng',
      'a.exe.pdf',
      'a',
      '.pdf',
      'a.',
      'Scan 25.11.2026',
      'Scan 25.11.26',
      'QĐ 61.2018.NĐ-CP',
      'Mẫu 01.TK',
      'Tài liệu đã quét',
      'TP. Hồ Chí Minh',
      'a.pdf ',
      'a.pdf.',
      'Bản sao (2)',
      'v1.2',
      'Nguyễn V. An',
    ]) {
      expect(nameSaysOther(name), name).to.equal(false);
    }
  });

  it('do so by a well-formed declared type, but not by what means unknown', () => {
    for (const type of [
      'text/html',
      'application/zip',
      'image/heic',
      'application/x-msdownload',
      'image/svg+xml',
    ])
      expect(typeSaysOther(type), type).to.equal(true);
    for (const type of [
      null,
      'application/pdf',
      'application/x-pdf',
      'image/jpeg',
      'image/jpg',
      'image/pjpeg',
      'image/png',
      'image/apng',
      'application/octet-stream',
      'text/plain',
      'application/x-download',
      'image/*',
      '*/*',
    ])
      expect(typeSaysOther(type), String(type)).to.equal(false);
  });
});
