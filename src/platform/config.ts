import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { AuthLevel } from './actor.js';

const MIB = 1024 * 1024;
const port = z.coerce.number().int().min(0).max(65535);
const bytes = z.coerce.number().int().min(0);
/** NĐ 69/2024: how a person proved who she is, in one sign-in. */
const authLevel = z.coerce.number().pipe(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]));
const count = z.coerce.number().int().min(1);
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** Each setting with its default; `X_FILE` names a file that holds the value of secret X. */
const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  CONFIG_DIR: z.string().min(1).default('config'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_PORT: port.optional(),
  TRUST_PROXY: z.string().optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/)
    .default('motlan'),
  MONGOD_PATH: z.string().min(1).optional(),
  STORAGE: z.enum(['disk', 's3']).optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(3).optional(),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  SCANNER: z.enum(['clamd', 'none']).optional(),
  CLAMD_HOST: z.string().min(1).default('127.0.0.1'),
  CLAMD_PORT: port.default(3310),
  KEYRING_FILE: z.string().min(1).optional(),
  SIGNING_KEYS_FILE: z.string().min(1).optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  EID_ISSUER: z.url().optional(),
  EID_CLIENT_ID: z.string().min(1).optional(),
  EID_CLIENT_SECRET: z.string().min(1).optional(),
  STAFF_ISSUER: z.url().optional(),
  STAFF_CLIENT_ID: z.string().min(1).optional(),
  STAFF_CLIENT_SECRET: z.string().min(1).optional(),
  DEV_EID: z.enum(['allow-anywhere']).optional(),
  SESSION_IDLE_MINUTES: count.default(30),
  SESSION_ABSOLUTE_HOURS: count.default(12),
  QUOTA_BYTES: bytes.default(2 * 1024 * MIB),
  QUOTA_DOCUMENTS: count.default(2000),
  CONSENT_AUTH_LEVEL: authLevel.default(2),
  SENSITIVE_CONSENT_AUTH_LEVEL: authLevel.default(2),
  COMPLAINT_DAYS: count.default(15),
  UPLOAD_MEMORY_BYTES: bytes.default(32 * MIB),
  UPLOAD_PDF_BYTES: bytes.default(20 * MIB),
  UPLOAD_IMAGE_BYTES: bytes.default(15 * MIB),
  HTTP_HEADERS_SECONDS: count.default(30),
  HTTP_REQUEST_SECONDS: count.default(15 * 60),
  HTTP_SILENCE_SECONDS: count.default(2 * 60),
  RATE_CALLS_PER_MINUTE: count.optional(),
  RATE_UPLOADS_PER_HOUR: count.optional(),
  RATE_TOKENS_PER_MINUTE: count.optional(),
  RATE_SIGN_INS_PER_MINUTE: count.optional(),
  RATE_EXPORTS_PER_HOUR: count.optional(),
  RATE_CODES_PER_HOUR: count.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must be an address')
    .optional(),
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_TOKEN: z.string().min(1).optional(),
  ZALO_URL: z.url({ protocol: /^https?$/ }).default('https://business.openapi.zalo.me/message/template'),
  ZALO_TOKEN_PATH: z.string().min(1).optional(),
  ZALO_TEMPLATE_ID: z.string().min(1).optional(),
});
type Settings = z.output<typeof settings>;

/** What the rest of the program reads: every value present, every path absolute. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly configDir: string;
  readonly logLevel: Settings['LOG_LEVEL'];
  /** Own port for /metrics and health; undefined: no metrics. */
  readonly metricsPort: number | undefined;
  readonly trustProxy: readonly string[];
  readonly mongo: {
    readonly uri: string | undefined;
    readonly database: string;
    readonly mongodPath: string | undefined;
  };
  readonly storage:
    | { readonly kind: 'disk'; readonly folder: string }
    | {
        readonly kind: 's3';
        readonly endpoint: string | undefined;
        readonly region: string;
        readonly bucket: string;
        readonly accessKey: string;
        readonly secretKey: string;
      };
  readonly scanner:
    | { readonly kind: 'none' }
    | { readonly kind: 'clamd'; readonly host: string; readonly port: number };
  /** Undefined: made on the data folder with mode 600 at the first start. */
  readonly keyringFile: string | undefined;
  readonly signingKeysFile: string | undefined;
  readonly sessionSecret: string | undefined;
  readonly eid: OidcClientConfig | 'development';
  readonly staff: OidcClientConfig | 'development';
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number };
  readonly quota: { readonly bytes: number; readonly documents: number };
  /** The authentication level at which an owner may agree; sensitive kinds of papers may want a higher one. */
  readonly consentAuthLevel: { readonly any: AuthLevel; readonly sensitive: AuthLevel };
  /** Within so many days a complaint about a look is to be answered (NĐ 356/2025, Điều 5). */
  readonly complaintDays: number;
  readonly uploadMemoryBytes: number;
  /** Largest files taken in; the contract says 20 MiB and 15 MiB. */
  readonly uploadSizes: { readonly pdfBytes: number; readonly imageBytes: number };
  /** Against clients that hold connections: for a request's head, for the whole of it, and without a byte. */
  readonly http: {
    readonly headersSeconds: number;
    readonly requestSeconds: number;
    readonly silenceSeconds: number;
  };
  /** Per owner, officer or client; tokens and sign-ins per address. Shared by all processes. */
  readonly rates: Readonly<Record<'calls' | 'uploads' | 'tokens' | 'signIns' | 'exports' | 'codes', Rate>>;
  /** Ways to tell owners of new notices outside the pages; each is there when it is set. */
  readonly notices: {
    readonly email: { readonly url: string; readonly from: string } | undefined;
    readonly sms: { readonly url: string; readonly token: string } | undefined;
    readonly zalo:
      | { readonly url: string; readonly tokenPath: string; readonly templateId: string }
      | undefined;
  };
}

export interface Rate {
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface OidcClientConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

/** All faults of the settings at once, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The settings have ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads the settings from the environment.
 * @throws ConfigError with every fault that can be seen without opening a connection.
 */
export function readConfig(env: NodeJS.ProcessEnv, workingFolder = process.cwd()): Config {
  const faults: string[] = [];
  const raw: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = valueOf(env, name, faults);
    if (value !== undefined) raw[name] = value;
  }
  const parsed = settings.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults.push(`${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(faults);
  }
  const s = parsed.data;
  checkTogether(s, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return assemble(s, workingFolder);
}

/** A setting's value: the variable itself, or the content of the file that X_FILE names. Empty means unset. */
function valueOf(env: NodeJS.ProcessEnv, name: string, faults: string[]): string | undefined {
  const direct = env[name];
  const file = env[`${name}_FILE`];
  if (direct !== undefined && direct !== '' && file)
    faults.push(`${name}: set ${name} or ${name}_FILE, not both`);
  if (direct !== undefined && direct !== '') return direct;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    faults.push(
      `${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown fault'})`,
    );
    return undefined;
  }
}

function checkTogether(s: Settings, faults: string[]): void {
  const production = s.NODE_ENV === 'production';
  const storage = storageKind(s);
  if (storage === 's3') {
    for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const) {
      if (!s[name]) faults.push(`${name}: needed with STORAGE=s3`);
    }
  }
  for (const [one, other] of [
    ['SMTP_URL', 'MAIL_FROM'],
    ['SMS_URL', 'SMS_TOKEN'],
    ['ZALO_TOKEN_PATH', 'ZALO_TEMPLATE_ID'],
  ] as const) {
    if (s[one] && !s[other]) faults.push(`${other}: needed with ${one}`);
    if (s[other] && !s[one]) faults.push(`${one}: needed with ${other}`);
  }
  for (const kind of ['EID', 'STAFF'] as const) {
    if (s[`${kind}_ISSUER`] && !s[`${kind}_CLIENT_ID`])
      faults.push(`${kind}_CLIENT_ID: needed with ${kind}_ISSUER`);
  }
  const developmentEid = !s.EID_ISSUER || !s.STAFF_ISSUER;
  if (production) {
    if (!s.MONGODB_URI)
      faults.push('MONGODB_URI: needed in production (the embedded server is for a first look)');
    if (!s.EID_ISSUER)
      faults.push('EID_ISSUER: needed in production (the development e-ID has no passwords)');
    if (!s.STAFF_ISSUER)
      faults.push('STAFF_ISSUER: needed in production (the development e-ID has no passwords)');
    if (s.DEV_EID) faults.push('DEV_EID: the development e-ID is refused in production');
    if (storage === 'disk' && s.STORAGE !== 'disk')
      faults.push('S3_BUCKET: needed in production, or name STORAGE=disk');
    if (s.SCANNER !== 'clamd') faults.push('SCANNER: must be clamd in production');
    if (!s.KEYRING_FILE) faults.push('KEYRING_FILE: needed in production');
    if (!s.SIGNING_KEYS_FILE) faults.push('SIGNING_KEYS_FILE: needed in production');
    if (!s.SESSION_SECRET) faults.push('SESSION_SECRET: needed in production');
    if (!s.PUBLIC_URL?.startsWith('https://')) faults.push('PUBLIC_URL: needed in production, with https://');
    for (const name of ['SMS_URL', 'ZALO_URL'] as const)
      if (s[name]?.startsWith('http:')) faults.push(`${name}: must be https:// in production`);
  } else if (developmentEid && !loopbackHosts.has(s.HOST) && !s.DEV_EID) {
    faults.push(
      `HOST: the development e-ID has no passwords and is refused on ${s.HOST}; set EID_ISSUER and STAFF_ISSUER, HOST=127.0.0.1, or DEV_EID=allow-anywhere`,
    );
  }
  if (s.TRUST_PROXY === 'true') faults.push('TRUST_PROXY: list the addresses of the proxies, never "true"');
}

function storageKind(s: Settings): 'disk' | 's3' {
  return s.STORAGE ?? (s.S3_BUCKET ? 's3' : 'disk');
}

function assemble(s: Settings, workingFolder: string): Config {
  const dataDir = resolve(workingFolder, s.DATA_DIR);
  const path = (name: string | undefined) => (name === undefined ? undefined : resolve(workingFolder, name));
  const host = s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST;
  return {
    environment: s.NODE_ENV,
    host: s.HOST,
    port: s.PORT,
    publicUrl: (s.PUBLIC_URL ?? `http://${host}:${s.PORT}`).replace(/\/+$/, ''),
    dataDir,
    configDir: resolve(workingFolder, s.CONFIG_DIR),
    logLevel: s.LOG_LEVEL,
    metricsPort: s.METRICS_PORT,
    trustProxy: (s.TRUST_PROXY ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
    mongo: { uri: s.MONGODB_URI, database: s.MONGODB_DATABASE, mongodPath: path(s.MONGOD_PATH) },
    storage:
      storageKind(s) === 's3'
        ? {
            kind: 's3',
            endpoint: s.S3_ENDPOINT,
            region: s.S3_REGION,
            bucket: s.S3_BUCKET ?? '',
            accessKey: s.S3_ACCESS_KEY ?? '',
            secretKey: s.S3_SECRET_KEY ?? '',
          }
        : { kind: 'disk', folder: resolve(dataDir, 'objects') },
    scanner:
      s.SCANNER === 'clamd' ? { kind: 'clamd', host: s.CLAMD_HOST, port: s.CLAMD_PORT } : { kind: 'none' },
    keyringFile: path(s.KEYRING_FILE),
    signingKeysFile: path(s.SIGNING_KEYS_FILE),
    sessionSecret: s.SESSION_SECRET,
    eid: oidcClient(s.EID_ISSUER, s.EID_CLIENT_ID, s.EID_CLIENT_SECRET),
    staff: oidcClient(s.STAFF_ISSUER, s.STAFF_CLIENT_ID, s.STAFF_CLIENT_SECRET),
    session: { idleMinutes: s.SESSION_IDLE_MINUTES, absoluteHours: s.SESSION_ABSOLUTE_HOURS },
    quota: { bytes: s.QUOTA_BYTES, documents: s.QUOTA_DOCUMENTS },
    consentAuthLevel: { any: s.CONSENT_AUTH_LEVEL, sensitive: s.SENSITIVE_CONSENT_AUTH_LEVEL },
    complaintDays: s.COMPLAINT_DAYS,
    uploadMemoryBytes: s.UPLOAD_MEMORY_BYTES,
    uploadSizes: { pdfBytes: s.UPLOAD_PDF_BYTES, imageBytes: s.UPLOAD_IMAGE_BYTES },
    http: {
      headersSeconds: s.HTTP_HEADERS_SECONDS,
      requestSeconds: s.HTTP_REQUEST_SECONDS,
      silenceSeconds: s.HTTP_SILENCE_SECONDS,
    },
    rates: ratesOf(s),
    notices: noticesOf(s, path),
  };
}

function noticesOf(s: Settings, path: (name: string | undefined) => string | undefined): Config['notices'] {
  const tokenPath = path(s.ZALO_TOKEN_PATH);
  return {
    email: s.SMTP_URL && s.MAIL_FROM ? { url: s.SMTP_URL, from: s.MAIL_FROM } : undefined,
    sms: s.SMS_URL && s.SMS_TOKEN ? { url: s.SMS_URL, token: s.SMS_TOKEN } : undefined,
    zalo:
      tokenPath && s.ZALO_TEMPLATE_ID
        ? { url: s.ZALO_URL, tokenPath, templateId: s.ZALO_TEMPLATE_ID }
        : undefined,
  };
}

/** Outside production the limits are there but out of the way. */
function ratesOf(s: Settings): Config['rates'] {
  const generous = s.NODE_ENV === 'production' ? 1 : 1000;
  return {
    calls: { limit: s.RATE_CALLS_PER_MINUTE ?? 600 * generous, windowSeconds: 60 },
    uploads: { limit: s.RATE_UPLOADS_PER_HOUR ?? 200 * generous, windowSeconds: 3600 },
    tokens: { limit: s.RATE_TOKENS_PER_MINUTE ?? 60 * generous, windowSeconds: 60 },
    signIns: { limit: s.RATE_SIGN_INS_PER_MINUTE ?? 60 * generous, windowSeconds: 60 },
    exports: { limit: s.RATE_EXPORTS_PER_HOUR ?? 6 * generous, windowSeconds: 3600 },
    codes: { limit: s.RATE_CODES_PER_HOUR ?? 5 * generous, windowSeconds: 3600 },
  };
}

function oidcClient(
  issuer: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
): OidcClientConfig | 'development' {
  return issuer && clientId ? { issuer, clientId, clientSecret } : 'development';
}
