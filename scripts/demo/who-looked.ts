import { type Access, accessPageSchema } from './answers.js';
import { bodyOf } from './http-client.js';
import type { HandedIn, Run } from './run.js';
import { mustEqual } from './surprise.js';
import { timeOf } from './terminal.js';

const verbs: Readonly<Record<string, string>> = {
  LOOK_UP: 'looked up',
  MANIFEST: 'read its manifest',
  READ_CONTENT: 'read it',
  CITE: 'cited it',
  COMPARE: 'compared it',
  UPLOAD: 'handed it in',
  DOWNLOAD: 'opened it',
};

/** The run's part of the owner's access log, oldest first. */
export async function accessesOf(run: Run, codes: readonly string[], { documentId }: HandedIn) {
  const page = bodyOf(await run.tuyet.call('/api/v1/me/accesses?limit=100'), 200, accessPageSchema);
  const ofRun = (entry: Access) =>
    entry.documentId === documentId || codes.some((code) => code === entry.dossierCode);
  return page.items.filter(ofRun).toReversed();
}

/** Chapter 5: the owner sees each look, in words. */
export async function showWhoLooked(run: Run, codes: readonly string[], document: HandedIn): Promise<void> {
  const { terminal, tuyet } = run;
  const entries = await accessesOf(run, codes, document);
  terminal.step(`${tuyet.name} reads who looked (${entries.length} lines)`);
  for (const entry of entries) terminal.fact(timeOf(entry.at), inWords(entry, codes));
  const of = (code: string | undefined, refused: boolean) =>
    entries
      .filter((entry) => entry.dossierCode === code && (entry.outcome === 'REFUSED') === refused)
      .map(({ action }) => action)
      .join(' ');
  mustEqual('the looks for dossier 1', 'LOOK_UP READ_CONTENT COMPARE CITE', of(codes[0], false));
  mustEqual('the looks for dossier 2', 'LOOK_UP CITE MANIFEST READ_CONTENT', of(codes[1], false));
  mustEqual('the looks refused for dossier 2', 'READ_CONTENT', of(codes[1], true));
  mustEqual('the looks for dossier 3', 'LOOK_UP CITE READ_CONTENT', of(codes[2], false));
}

/** One line of the log as a sentence. */
export function inWords(entry: Access, codes: readonly string[]): string {
  const { actor, action, outcome, refusalCode, dossierCode } = entry;
  const who = [actor.name, actor.agency].filter((part) => part !== null).join(', ');
  const verb = verbs[action] ?? action;
  const place = codes.findIndex((code) => code === dossierCode) + 1;
  const where = place === 0 ? '' : ` for dossier ${place}`;
  if (outcome === 'REFUSED') return `${who}: REFUSED ${refusalCode}${where}, would have ${verb}`;
  return `${who} ${verb}${where}${basisOf(entry)}`;
}

function basisOf({ basis, action }: Access): string {
  if (basis === 'CONSENT') return action === 'LOOK_UP' ? ', to ask for consent' : ', with consent';
  return basis === 'STATUTORY_DUTY' ? ', by duty' : '';
}
