import { spawnSync } from 'node:child_process';

/** Connection settings of the S3 server that the run was given. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/**
 * The S3 server named by S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY. Without one the test is pending and says what to
 * do; with CI=true it fails.
 */
export function needS3(context: Mocha.Context): S3Settings {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY, S3_SECRET_KEY } = process.env;
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) {
    return absent(
      context,
      'an S3 server: install Ceph (Debian: radosgw ceph-mon ceph-osd) or MinIO and set S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY',
    );
  }
  return {
    endpoint: S3_ENDPOINT,
    region: S3_REGION || 'us-east-1',
    accessKey: S3_ACCESS_KEY,
    secretKey: S3_SECRET_KEY,
  };
}

/** The clamd named by CLAMD_PORT (and CLAMD_HOST), else pending, or failing with CI=true. */
export function needClamd(context: Mocha.Context): { readonly host: string; readonly port: number } {
  const { CLAMD_HOST, CLAMD_PORT } = process.env;
  if (!CLAMD_PORT) {
    return absent(context, 'clamd: install it (Debian: clamav-daemon), let it listen on TCP, set CLAMD_PORT');
  }
  return { host: CLAMD_HOST || '127.0.0.1', port: Number(CLAMD_PORT) };
}

/** The Chromium at CHROMIUM_PATH or at its usual place, else pending, or failing with CI=true. */
export function needChromium(context: Mocha.Context, exists: (path: string) => boolean): string {
  const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = candidates.find((path) => path && exists(path));
  return found ?? absent(context, 'Chromium: install it (Debian: chromium) or set CHROMIUM_PATH');
}

/** A Java compiler on the PATH, else pending, or failing with CI=true. */
export function needJdk(context: Mocha.Context): string {
  if (spawnSync('javac', ['-version']).status === 0) return 'javac';
  return absent(context, 'Java compiler: install one (Debian: default-jdk-headless)');
}

/** Programs that look into a PDF, on the PATH, else pending, or failing with CI=true. */
export function needPdfTools(context: Mocha.Context): void {
  const missing = ['qpdf', 'pdftotext'].filter((program) => spawnSync(program, ['--help']).error);
  if (missing.length > 0) absent(context, `${missing.join(' and ')} (Debian: qpdf poppler-utils)`);
}

/** Ends a test, or the tests of a `before`, whose real part is absent: pending, or failing with CI=true. */
export function absent(context: Mocha.Context, what: string): never {
  if (process.env['CI'] === 'true') throw new Error(`with CI=true this test must run, and it needs ${what}`);
  const { runnable } = context as { runnable?: () => Mocha.Runnable };
  const title = runnable?.call(context).title;
  process.stderr.write(`    pending${title ? ` (${title})` : ''}: needs ${what}\n`);
  context.skip();
}
