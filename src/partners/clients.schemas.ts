import { z } from 'zod';
import { allScopes } from './client.js';

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Letters that a person cannot see, or that turn the direction of what stands beside them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const plainText = (most: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length > 0, 'must not be empty')
    .refine((text) => text.length <= most, `may have ${most} letters`)
    .refine((text) => !unseen.test(text), 'must not hold control or invisible characters');

/**
 * An agency's identification code: parts of capital letters and digits with dots between, at least one letter in all:
 * H09, H09.27, G01, 000.00.00.H09. Source: QCVN 102:2016/BTTTT and the form that QĐ 20/2020/QĐ-TTg gives; whether the
 * agency exists is not asked here.
 */
const agencyCodeSchema = z
  .string()
  .max(35, 'may have 35 letters')
  .regex(
    /^(?=.*[A-Z])[A-Z0-9]{1,10}(\.[A-Z0-9]{1,10}){0,6}$/,
    'must be an agency code like H09, H09.27 or 000.00.00.H09 (capital letters, digits, dots)',
  );

/** Why an address cannot be one that owners are sent back to; empty when it can. */
function returnUrlFaults(text: string): string[] {
  const url = URL.parse(text);
  if (!url) return ['is not an absolute address'];
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname));
  const checks: [boolean, string][] = [
    [text.length > 2000, 'may have 2000 letters'],
    [/[\s\\]/.test(text) || unseen.test(text), 'must not hold spaces, backslashes or control characters'],
    [!secure, 'must begin with https:// (http:// only for 127.0.0.1, ::1 and localhost)'],
    [url.username !== '' || url.password !== '', 'must not hold a name or password'],
    [text.includes('#'), 'must not have a fragment (#…)'],
  ];
  return checks.filter(([wrong]) => wrong).map(([, words]) => words);
}

const returnUrl = z.string().superRefine((text, context) => {
  for (const fault of returnUrlFaults(text))
    context.addIssue({ code: 'custom', message: `${fault}: ${text.slice(0, 100)}` });
});

/** Everything about a new client but its keys. */
export const newClientSchema = z.strictObject({
  name: plainText(200),
  agency: agencyCodeSchema,
  scopes: z
    .array(z.enum(allScopes, `must be of ${allScopes.join(', ')}`))
    .min(1, 'must name at least one')
    .transform((asked) => allScopes.filter((scope) => asked.includes(scope))),
  procedures: z
    .array(z.string().regex(/^[A-Z0-9][A-Z0-9.-]{0,39}$/, 'must be procedure codes like 1.004222'))
    .min(1, 'must name at least one, or be left out for all')
    .max(500, 'may name 500')
    .nullable(),
  returnUrls: z.array(returnUrl).max(20, 'may be given 20 times'),
  agreement: plainText(100).nullable(),
});
