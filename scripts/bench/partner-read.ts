import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ClientJwk, makeClientRegister } from '../../src/partners/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { type HttpCalls, makeHttpCalls } from './http-calls.js';
import { formAround, makePaper } from './paper.js';
import type { Plan } from './plan.js';
import { compare, type Operation } from './rounds.js';
import { figuresOf, type Row, spreadOf } from './rows.js';
import { add } from './transfer.js';
import type { World } from './world.js';

const CALLERS = 8;
const SIZE_BYTES = 100_000;
const TUYET = '999190000001';

/** A partner's reads of 100 kB by consent, 8 at once, against the least that such a read has to do. */
export async function measurePartnerRead(plan: Plan, world: World): Promise<Row[]> {
  const { store, service } = world;
  const partner = await makePartner(world);
  try {
    const paths = await agreedPaths(world, partner);
    const compared = await compare(plan, {
      callers: CALLERS,
      pid: service.pid,
      raw: await leastWork(world),
      ours: async (caller) => {
        const length = await partner.length({ path: paths[caller] ?? '', status: 200 });
        if (length !== SIZE_BYTES) throw new Error(`${length} bytes instead of ${SIZE_BYTES}`);
      },
    });
    return [
      {
        id: `partnerRead.${store.kind}`,
        measure: 'Partner content read of 100 kB, 8 at once',
        store: store.kind,
        figures: figuresOf(compared, { ratio: 0.5, cpuMs: 6 }),
        note: spreadOf(compared),
      },
    ];
  } finally {
    partner.close();
  }
}

/** One update and one insert with majority and journal, one indexed find, one get. */
async function leastWork({ connection, store }: World): Promise<Operation> {
  const database = connection.getClient().db(connection.name);
  const counters = database.collection<{ _id: string; reads: number }>('benchCounters');
  const lines = database.collection<{ _id: string; text: string }>('benchLines');
  const ids = Array.from({ length: CALLERS }, () => newId());
  await counters.insertMany(ids.map((_id) => ({ _id, reads: 0 })));
  const key = await store.put(makePaper(SIZE_BYTES).bytes);
  const text = 'x'.repeat(600);
  return async (caller) => {
    const _id = ids[caller] ?? '';
    await counters.findOne({ _id });
    await counters.updateOne({ _id }, { $inc: { reads: 1 } });
    await lines.insertOne({ _id: newId(), text });
    await store.get(key);
  };
}

/** A paper, compared with its original at the counter, and one request per caller that its owner agreed to. */
async function agreedPaths({ personCalls }: World, partner: HttpCalls): Promise<string[]> {
  const owner = await personCalls('tuyet');
  const clerk = await personCalls('ha', 'staff');
  const documentId = await add(owner, formAround(makePaper(SIZE_BYTES)));
  const copy = await openDossier(clerk, '/api/v1/staff', '2.000815');
  const look = await post<{ id: string; items: { version: number; documentId: string }[] }>(
    clerk,
    '/api/v1/staff/evidence-requests',
    { dossierCode: copy, componentCode: 'BAN_CHINH', basis: 'STATUTORY_DUTY' },
  );
  await post(clerk, '/api/v1/staff/comparisons', {
    evidenceRequestId: look.id,
    documentId,
    version: 1,
    outcome: 'MATCHES',
  });
  const paths: string[] = [];
  for (let caller = 0; caller < CALLERS; caller += 1) {
    const dossierCode = await openDossier(partner, '/api/v1', '1.004222');
    const asked = await post<{ id: string; consent: { id: string } }>(partner, '/api/v1/evidence-requests', {
      dossierCode,
      componentCode: 'CHO_O_HOP_PHAP',
      basis: 'CONSENT',
      purpose: { code: 'GQTTHC', text: 'Giải quyết thủ tục hành chính' },
      officer: { id: 'cb-17', name: 'Lê Thị Hoa', position: 'Chuyên viên' },
    });
    await post(owner, `/api/v1/me/consents/${asked.consent.id}/accept`, {}, 200);
    const seen = await partner.call({ path: `/api/v1/evidence-requests/${asked.id}`, status: 200 });
    const { items } = JSON.parse(seen.text()) as { items: { documentId: string }[] };
    paths.push(`/api/v1/evidence-requests/${asked.id}/items/${items[0]?.documentId}/content`);
  }
  return paths;
}

let serial = 0;
export async function openDossier(
  calls: HttpCalls,
  prefix: '/api/v1' | '/api/v1/staff',
  procedureCode: string,
): Promise<string> {
  serial += 1;
  const code = `H09.27-251125-${String(Date.now() % 1_000_000)}${String(serial).padStart(3, '0')}`;
  const json = {
    procedureCode,
    owner: { kind: 'PERSONAL_ID', value: TUYET },
    submittedOn: '2025-11-25',
    channel: 1,
    agencyCode: 'H09.27',
  };
  await calls.call({ method: 'PUT', path: `${prefix}/dossiers/${code}`, json, status: 201 });
  return code;
}

/** @typeParam Body what is read of the answer; the API's own shape, a wrong one fails where it is used */
async function post<Body>(calls: HttpCalls, path: string, json: unknown, status = 201): Promise<Body> {
  return JSON.parse((await calls.call({ method: 'POST', path, json, status })).text()) as Body;
}

/** A procedure system with a token. */
async function makePartner({ connection, service }: World): Promise<HttpCalls> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const clientId = newId();
  await makeClientRegister({ connection, clock: systemClock }).addClient(
    clientId,
    {
      name: 'HTTTGQTTHC Bình Dương',
      agency: 'H09',
      scopes: ['dossiers', 'evidence', 'results'],
      procedures: null,
      returnUrls: [],
      agreement: null,
      // Exported from an EC public key, so it is the JWK of one.
      keys: [publicKey.export({ format: 'jwk' }) as ClientJwk],
    },
    { operator: 'bench' },
  );
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(service.url)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('60 s')
    .sign(privateKey);
  const response = await fetch(`${service.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`no token: ${response.status}`);
  return makeHttpCalls(service.url, { authorization: `Bearer ${token}` });
}
