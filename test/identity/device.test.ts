import { expect } from 'chai';
import { deviceOf } from '../../src/identity/device.js';

describe('the device of a sign-in', () => {
  const known: Readonly<Record<string, string>> = {
    'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36':
      'CHROME ANDROID',
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36':
      'SAMSUNG ANDROID',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0 Chrome/124.0 Safari/537.36':
      'COC_COC WINDOWS',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0':
      'EDGE WINDOWS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1':
      'SAFARI IPHONE',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Mobile/15E148 Safari/604.1':
      'CHROME IPHONE',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 Zalo android/24':
      'ZALO ANDROID',
    'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0': 'FIREFOX LINUX',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15':
      'SAFARI MAC',
    'curl/8.5.0': 'OTHER OTHER',
    '<script>alert(1)</script>': 'OTHER OTHER',
    '': 'OTHER OTHER',
  };
  for (const [userAgent, device] of Object.entries(known)) {
    it(`${userAgent.slice(0, 60)}… is ${device}`, () => {
      expect(Object.values(deviceOf(userAgent)).join(' ')).to.equal(device);
    });
  }

  it('without a word of the browser is unknown', () => {
    expect(deviceOf(undefined)).to.deep.equal({ browser: 'OTHER', system: 'OTHER' });
  });
});
