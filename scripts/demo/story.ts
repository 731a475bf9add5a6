import { compareAtTheCounter } from './at-the-counter.js';
import { handIn } from './hand-in.js';
import { send } from './http-client.js';
import { letInPartner } from './partner.js';
import { signIn } from './person.js';
import { repairByDuty } from './repair.js';
import { residenceByConsent } from './residence.js';
import { newRunNumber, type Run } from './run.js';
import { makeVerifier } from './signed.js';
import type { Terminal } from './terminal.js';
import { tidyUp } from './tidy-up.js';
import { showWhoLooked } from './who-looked.js';
import { checkDossiers, withdraw } from './withdrawal.js';

/**
 * The main job from end to end, as three systems see it: the owner's browser, the clerk's, a procedure system.
 * @throws Surprise at the first answer that differs from the contract; Error when no service answers
 */
export async function tellStory(terminal: Terminal, address: string): Promise<void> {
  const base = await findService(address);
  terminal.line('Motlan: one document, three dossiers, zero photocopies');
  terminal.line(`Service: ${base.origin}. All people are made up.`);

  terminal.step('The operator lets a procedure system in');
  const partner = await letInPartner(base, 'HTTTGQTTHC trình diễn');
  try {
    terminal.say('npm run motlan -- clients add "HTTTGQTTHC trình diễn" --agency H09 …');
    terminal.fact('Client', partner.clientId);
    terminal.fact('Token', `private_key_jwt with ES256 accepted; lives ${partner.tokenSeconds / 60} minutes`);

    terminal.step('Two people sign in with their e-ID');
    const tuyet = await signIn(base, 'tuyet', 'owner');
    const ha = await signIn(base, 'ha', 'staff');
    terminal.fact('Citizen', `${tuyet.name}, account level ${tuyet.accountLevel}`);
    terminal.fact('Clerk', `${ha.name}, ${ha.agency}`);
    const removed = await tidyUp({ tuyet, partner });
    if (removed > 0) terminal.say(`(Put away from earlier runs: ${removed}, their dossiers closed.)`);

    const verifier = await makeVerifier(base);
    await tellChapters({ terminal, verifier, tuyet, ha, partner, ...newRunNumber(new Date()) }, base);
  } catch (error) {
    // What went wrong first is what the person must read.
    await partner.remove().catch(() => undefined);
    throw error;
  }
  await partner.remove();
}

async function tellChapters(run: Run, base: URL): Promise<void> {
  const { terminal } = run;
  const document = await handIn(run);
  const counter = await compareAtTheCounter(run, document);
  const residence = await residenceByConsent(run, document);
  const repair = await repairByDuty(run, document);
  const codes = [counter, residence.code, repair];
  await showWhoLooked(run, codes, document);
  await withdraw(run, residence, codes, document);
  await checkDossiers(run, codes, document);

  terminal.line();
  terminal.line('One document, three dossiers, zero photocopies.');
  for (const [index, code] of codes.entries()) terminal.line(`  dossier ${index + 1}: ${code} cites it`);
  terminal.line();
  terminal.line('Look for yourself, as Nguyễn Thị Ánh Tuyết (at the counter as Lê Thu Hà):');
  for (const path of [`/documents/${document.documentId}`, '/accesses', '/consents', '/counter'])
    terminal.line(`  ${base.origin}${path}`);
}

/** @throws Error with what to type when no service answers */
async function findService(address: string): Promise<URL> {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (!base?.protocol.startsWith('http'))
    throw new Error(`MOTLAN_URL is no address like http://127.0.0.1:3000: ${address}`);
  const answer = await send(new URL('/readyz', base), {}).catch(() => undefined);
  if (answer?.status === 200) return base;
  const found = answer === undefined ? 'No service answers' : 'The service is not ready';
  throw new Error(
    `${found} at ${base.origin}. Start it in another terminal with "npm start" (or name its address in MOTLAN_URL).`,
  );
}
