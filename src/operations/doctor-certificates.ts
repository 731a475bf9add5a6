import { connect } from 'node:tls';
import type { Config } from '../platform/config.js';
import { type Check, fault, ok, warning } from './doctor-checks.js';

const DAY_MS = 24 * 60 * 60_000;
const WARN_DAYS = 30;
const LIMIT_MS = 5000;

interface Seen {
  readonly until: Date;
  /** Why it is not trusted here; null when it is. */
  readonly distrust: string | null;
}

/** The dates of the certificates that this service shows or relies on, by asking each https address for its own. */
export async function checkCertificates(config: Config, now: Date): Promise<Check[]> {
  const { storage, eid, staff } = config;
  const addresses = new Set(
    [
      config.publicUrl,
      storage.kind === 's3' ? (storage.endpoint ?? '') : '',
      eid === 'development' ? '' : eid.issuer,
      staff === 'development' ? '' : staff.issuer,
    ]
      .filter((address) => address.startsWith('https:'))
      .map((address) => new URL(address).host),
  );
  if (addresses.size === 0) return [ok('certificates', 'no https address is configured')];
  return await Promise.all([...addresses].map((host) => checkHost(host, now)));
}

async function checkHost(host: string, now: Date): Promise<Check> {
  const name = `certificate of ${host}`;
  let seen: Seen;
  try {
    seen = await certificateOf(host);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return warning(name, `not seen: ${reason}`, 'Try again from a machine that reaches the address.');
  }
  const days = Math.floor((seen.until.getTime() - now.getTime()) / DAY_MS);
  const until = `until ${seen.until.toISOString().slice(0, 10)} (${days} days)`;
  if (days < 0) return fault(name, `expired: ${until}`, 'Renew it now.');
  if (seen.distrust !== null)
    return fault(
      name,
      `not trusted here: ${seen.distrust}`,
      'Complete its chain, or set NODE_EXTRA_CA_CERTS.',
    );
  return days < WARN_DAYS ? warning(name, until, 'Renew it.') : ok(name, until);
}

function certificateOf(host: string): Promise<Seen> {
  const { hostname, port } = new URL(`https://${host}`);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 443),
      ...(/^[\d.:[\]]+$/.test(hostname) ? {} : { servername: hostname }),
      // An expired or foreign one is what we came to see; nothing is sent over this connection.
      rejectUnauthorized: false,
      timeout: LIMIT_MS,
    });
    socket.once('secureConnect', () => {
      const distrust = socket.authorized ? null : String(socket.authorizationError);
      resolve({ until: new Date(socket.getPeerCertificate().valid_to), distrust });
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${LIMIT_MS} ms`)));
    socket.once('error', reject);
  });
}
