import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { needChromium } from '../../support/real-parts.js';

/** Flags for a browser that only this machine talks to: no updates, no sync, no calls home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium; where there is none the tests are pending and say how to install it. The caller closes it. */
export function openChromium(context: Mocha.Context): Promise<Browser> {
  return chromium.launch({ executablePath: needChromium(context, existsSync), args: chromiumFlags });
}
