import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** How a gateway behaves from now on. LIES: a friendly 200 that takes nothing over. */
export type Mood = 'WELL' | 'FAILS' | 'STALLS' | 'LIES' | 'REFUSES';

export interface Received {
  readonly to: string;
  readonly text: string;
  readonly id: string;
}

/** A stand-in for a gateway outside; what it took over is kept. */
export interface Gateway {
  readonly url: string;
  readonly received: Received[];
  /** Calls, whatever came of them. */
  calls: number;
  mood: Mood;
  close(): Promise<void>;
}

interface Contract {
  readonly mayCall: (request: IncomingMessage) => boolean;
  readonly read: (body: Record<string, unknown>) => Received;
  readonly answers: Readonly<Record<'WELL' | 'LIES' | 'REFUSES' | 'DENIED', readonly [number, string]>>;
}

/** The SMS contract of docs/operations.md. */
export function startSmsGateway(token: string): Promise<Gateway> {
  return startGateway({
    mayCall: (request) => request.headers.authorization === `Bearer ${token}`,
    read: ({ id, to, text }) => ({ id: String(id), to: String(to), text: String(text) }),
    answers: {
      WELL: [202, '{"accepted":true}'],
      LIES: [200, '<html>Bảo trì</html>'],
      REFUSES: [422, '{"accepted":false}'],
      DENIED: [401, '{}'],
    },
  });
}

/** Zalo's: always 200, the verdict is in `error`. @param token gives today's */
export function startZalo(token: () => string): Promise<Gateway> {
  return startGateway({
    mayCall: (request) => request.headers['access_token'] === token(),
    read: ({ phone, template_data: data, tracking_id: id }) => ({
      id: String(id),
      to: String(phone),
      text: String((data as { noi_dung?: string }).noi_dung),
    }),
    answers: {
      WELL: [200, '{"error":0,"message":"Success","data":{"msg_id":"1"}}'],
      LIES: [200, '{"message":"Success"}'],
      REFUSES: [200, '{"error":-118,"message":"Zalo account not existed"}'],
      DENIED: [200, '{"error":-124,"message":"Access token invalid"}'],
    },
  });
}

async function startGateway({ mayCall, read, answers }: Contract): Promise<Gateway> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = JSON.parse((await buffer(request)).toString('utf8')) as Record<string, unknown>;
      gateway.calls += 1;
      if (gateway.mood === 'STALLS') return;
      if (gateway.mood === 'FAILS') {
        response.writeHead(502).end('Bad gateway');
        return;
      }
      const kind = mayCall(request) ? gateway.mood : 'DENIED';
      if (kind === 'WELL') gateway.received.push(read(body));
      const [status, text] = answers[kind];
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const gateway: Gateway = {
    url: `http://127.0.0.1:${port}/send`,
    received: [],
    calls: 0,
    mood: 'WELL',
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return gateway;
}

/** A real SMTP server that keeps the mail, as it came over the wire, instead of handing it on. */
export interface MailServer extends Gateway {
  readonly raw: string[];
}

export async function startMailServer(): Promise<MailServer> {
  const refusal = (code: number) => Object.assign(new Error('no'), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      mail.calls += 1;
      if (mail.mood === 'REFUSES' || address.startsWith('nobody')) done(refusal(550));
      else if (mail.mood === 'FAILS') done(refusal(451));
      else done();
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        mail.raw.push(text);
        const [, id = ''] = /^Message-ID: <([^@>]+)@/im.exec(text) ?? [];
        for (const { address } of session.envelope.rcptTo) mail.received.push({ to: address, text, id });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received: [],
    raw: [],
    calls: 0,
    mood: 'WELL',
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return mail;
}
