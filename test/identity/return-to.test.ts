import { expect } from 'chai';
import { returnPath } from '../../src/identity/return-to.js';

describe('the way back after signing in', () => {
  const own = [
    '/',
    '/documents',
    '/documents/1?tab=2&q=%C3%A1',
    '/a/b//c',
    '/giấy-tờ',
    '/x?next=https://a.b/c',
  ];
  for (const path of own) {
    it(`leads to ${path}`, () => {
      expect(decodeURI(returnPath(path, '/home'))).to.equal(decodeURI(path));
    });
  }

  const foreign = [
    'https://evil.example',
    'https:evil.example',
    '//evil.example',
    '///evil.example',
    '////evil.example/%2e%2e',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' /x',
    '/x y',
    '/\u0000/evil.example',
    '/\u200b/evil.example',
    '/\u202e/evil.example',
    '/\u2028/evil.example',
    '/\u00a0/evil.example',
    '/./\\evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/a/../..//evil.example',
    '/%2e%2e//evil.example',
    '/%2f/evil.example',
    '/%2Fevil.example',
    '/%5cevil.example',
    '/%09/evil.example',
    '/x\r\nSet-Cookie: a=b',
    'javascript:alert(1)',
    'JaVaScRiPt://x/%0aalert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    '.evil.example',
    ':80',
    '?x',
    '#x',
    '',
    '/sign-in?returnTo=/sign-in',
    '/sign-in/callback?code=x',
    '/sign-out',
    '/a/../sign-out',
    `/${'a'.repeat(1000)}`,
    undefined,
    ['/a', '/b'],
    { path: '/a' },
  ];
  for (const path of foreign) {
    it(`does not lead to ${JSON.stringify(path)?.slice(0, 60)}`, () => {
      expect(returnPath(path, '/home')).to.equal('/home');
    });
  }

  it('gives for any path one that a browser reads as ours', () => {
    const letters = ['/', '\\', '.', '%2f', '%5c', '\t', 'a', ':', '@', '?', '#', '//', '..'];
    for (let number = 0; number < 13 ** 4; number += 1) {
      const text = `/${[0, 1, 2, 3].map((place) => letters[Math.floor(number / 13 ** place) % 13]).join('')}`;
      const url = new URL(returnPath(text, '/home'), 'https://own.example/sign-in/callback');
      expect(url.origin, text).to.equal('https://own.example');
    }
  });
});
