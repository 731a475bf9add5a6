import { z } from '../http/zod.js';
import type { ChannelKind } from './channels/channel.js';

/** As people write a mobile number of this country: 0912 345 678, +84 912.345.678. */
const mobile = /^(?:0|\+?84)([35789]\d{8})$/;
const email = z.email().max(254);

/** An address in the form in which it is sent to; null when it is none. */
export function addressFor(channel: ChannelKind, typed: string): string | null {
  if (channel === 'EMAIL') {
    const parsed = email.safeParse(typed.trim());
    return parsed.success ? parsed.data : null;
  }
  const digits = mobile.exec(typed.replace(/[\s.()-]/g, ''))?.[1];
  return digits === undefined ? null : `+84${digits}`;
}

/** For the page: enough to know it again, too little to learn it over a shoulder. */
export function maskedAddress(channel: ChannelKind, address: string): string {
  if (channel !== 'EMAIL') return `••• ••• ${address.slice(-3)}`;
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
