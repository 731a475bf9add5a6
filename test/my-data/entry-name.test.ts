import { expect } from 'chai';
import { entryName } from '../../src/my-data/entry-name.js';

describe('the name of a file in a package', () => {
  const wanted: Readonly<Record<string, string>> = {
    'so-do.pdf': 'so-do.pdf',
    'Sổ đỏ nhà số 9.pdf': 'Sổ đỏ nhà số 9.pdf',
    'So\u0302\u0309 d\u0309o\u0309.pdf': 'So\u0302\u0309 d\u0309o\u0309.pdf'.normalize('NFC'),
    '../../etc/passwd': '_.._etc_passwd',
    '..\\..\\windows\\x.pdf': '_.._windows_x.pdf',
    '/etc/cron.d/x.pdf': '_etc_cron.d_x.pdf',
    'C:\\x.pdf': 'C__x.pdf',
    '..': 'tep',
    '': 'tep',
    ' . ': 'tep',
    CON: 'CON_',
    'con.pdf': 'con_.pdf',
    'Com1.tar.gz.pdf': 'Com1_.tar.gz.pdf',
    'LPT².png': 'LPT²_.png',
    'NUL .pdf': 'NUL_.pdf',
    'conin$.pdf': 'conin$_.pdf',
    'console.pdf': 'console.pdf',
    'x.pdf...  ': 'x.pdf',
    'a\u202egnp.exe.pdf': 'agnp.exe.pdf',
    'a\u0000b\r\nc\tď.pdf': 'abcď.pdf',
    'a<b>|?*":c.pdf': 'a_b______c.pdf',
    'a\u2028b\ue000\ud800.pdf': 'ab\ufffd.pdf',
    'ảnh 👩\u200d👩\u200d👧.jpg': 'ảnh 👩👩👧.jpg',
  };
  for (const [sent, name] of Object.entries(wanted)) {
    it(`${JSON.stringify(sent)} becomes ${JSON.stringify(name)}`, () => {
      expect(entryName(sent)).to.equal(name);
    });
  }

  it('has at most 150 bytes, cut at a whole letter, and keeps its ending', () => {
    for (const letter of ['a', 'ế', '👧🏽', 'e\u0301\u0323\u0302']) {
      const name = entryName(`${letter.repeat(255)}.pdf`);
      expect(Buffer.byteLength(name)).to.be.within(120, 150);
      expect(name).to.match(/\.pdf$/);
      expect(name.normalize('NFC')).to.equal(name);
      expect(`${letter.repeat(255)}.pdf`.normalize('NFC')).to.satisfy((whole: string) =>
        whole.startsWith(name.slice(0, -4)),
      );
    }
  });

  it('is what it becomes when it is cleaned again', () => {
    for (const name of Object.values(wanted)) expect(entryName(name)).to.equal(name);
  });
});
