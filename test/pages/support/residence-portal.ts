import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ask, openDossier } from '../../support/main-job.js';
import type { Partner } from '../../support/partner.js';
import type { Json } from '../../support/person.js';

/** A stand-in for the national portal: the form for registering permanent residence (1.004222), half filled in. */
export interface ResidencePortal {
  readonly url: string;
  readonly returnUrl: string;
  /** The system that asks; registered after the portal's address is known. */
  partner?: Partner;
  /** What the store answered each time somebody came back. */
  readonly answers: Json[];
  close(): Promise<void>;
}

export async function startResidencePortal(): Promise<ResidencePortal> {
  let draft = '';
  let requestId = '';
  const page = (body: string) =>
    `<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Cổng</title><link rel="icon" href="data:,"><h1>Đăng ký thường trú</h1>${body}</html>`;
  const form = (extra: string) =>
    page(
      `<form method="post" action="/ask"><label>Nơi ở mới <input name="address" value="${draft}"></label><button>Lấy giấy tờ từ kho</button></form>${extra}`,
    );
  const answer = async (request: IncomingMessage): Promise<{ body?: string; to?: string }> => {
    const url = new URL(request.url ?? '/', 'http://portal');
    const { partner } = portal;
    if (!partner) throw new Error('the portal has no system behind it yet');
    if (url.pathname === '/ask') {
      draft = new URLSearchParams(await text(request)).get('address') ?? '';
      const asked = await ask(partner, await openDossier(partner), { returnUrl: portal.returnUrl });
      requestId = asked.id;
      return { to: asked.consent.url };
    }
    if (url.pathname !== '/back') return { body: form('') };
    const found = await partner.call('GET', `/api/v1/evidence-requests/${requestId}`);
    const { state, consent, items } = found.body;
    portal.answers.push({ state, consent: consent.state, items: items.length });
    const same = url.searchParams.get('evidenceRequestId') === requestId;
    return { body: form(`<p id="state">${same ? consent.state : 'another request'}</p>`) };
  };
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const { body, to } = await answer(request);
        if (to) response.writeHead(303, { location: to }).end();
        else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const portal: ResidencePortal = {
    url,
    returnUrl: `${url}/back`,
    answers: [],
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return portal;
}
