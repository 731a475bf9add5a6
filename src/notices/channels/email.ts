import { createTransport } from 'nodemailer';
import { type Channel, Undeliverable } from './channel.js';

const TIMEOUT_MS = 10_000;

/**
 * E-mail over SMTP (RFC 5321), plain text only. The connection is encrypted, unless the server is on this machine.
 * @param settings.url `smtps://` (TLS from the start) or `smtp://` (STARTTLS), with user and password where needed
 */
export function makeEmailChannel(settings: { readonly url: string; readonly from: string }): Channel {
  const { protocol, hostname, port, username, password } = new URL(settings.url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !isHere(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    pool: true,
    maxConnections: 4,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)/.exec(settings.from)?.[1] ?? 'localhost';
  return {
    kind: 'EMAIL',
    close: () => transport.close(),
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          from: settings.from,
          // As an object it is one address, whatever is in it.
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no out-of-office answers to it.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        const code = (error as { responseCode?: number }).responseCode ?? 0;
        // 5xx after RCPT or DATA is final (RFC 5321, 4.2.1); 530 to 538 are about our own login.
        if (code >= 540 && code < 560)
          throw new Undeliverable('refused by the mail server', { cause: error });
        throw error;
      }
    },
  };
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
