import type { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';

/** The certificate that a server shows which was given a .p12 alone: it holds a certificate and the key to prove it. */
export async function certificateOf(pfx: Buffer, passphrase: string): Promise<X509Certificate> {
  const server = createServer({ pfx, passphrase }, (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    // A TCP server that listens has an address of this form.
    const { port } = server.address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        const certificate = socket.getPeerX509Certificate();
        socket.destroy();
        if (certificate) resolve(certificate);
        else reject(new Error('the server showed no certificate'));
      });
      socket.once('error', reject);
    });
  } finally {
    server.close();
  }
}
