import { accessPageSchema, documentPageSchema, dossierSchema, type StoredDocument } from './answers.js';
import { bodyOf } from './http-client.js';
import { NUMBER_PREFIX, type Run } from './run.js';

/** What the story's dossiers end with when they are tidied away: handed over. */
const HANDED_OVER = 10;

/**
 * Puts away what earlier runs left: their dossiers are closed, then their owner deletes the document. What something
 * else still uses stays.
 * @returns how many documents were put away
 */
export async function tidyUp(run: Pick<Run, 'tuyet' | 'partner'>): Promise<number> {
  let removed = 0;
  for (const document of await documentsOfEarlierRuns(run)) {
    for (const code of await dossiersCiting(run, document.id)) {
      const json = { status: HANDED_OVER };
      const answer = await run.partner.call(`/api/v1/dossiers/${code}`, { method: 'PATCH', json });
      bodyOf(answer, 200, dossierSchema);
    }
    const { status } = await run.tuyet.call(`/api/v1/me/documents/${document.id}`, { method: 'DELETE' });
    if (status === 204) removed += 1;
  }
  return removed;
}

async function documentsOfEarlierRuns({ tuyet }: Pick<Run, 'tuyet'>): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const query = new URLSearchParams({ typeCode: 'LAND_CERTIFICATE', limit: '100' });
    if (after !== '') query.set('after', after);
    const page = bodyOf(await tuyet.call(`/api/v1/me/documents?${query}`), 200, documentPageSchema);
    found.push(...page.items.filter(({ number }) => number?.startsWith(NUMBER_PREFIX)));
    after = page.next;
  }
  return found;
}

async function dossiersCiting({ tuyet }: Pick<Run, 'tuyet'>, documentId: string): Promise<Set<string>> {
  const codes = new Set<string>();
  for (let after: string | null = ''; after !== null; ) {
    const query = new URLSearchParams({ documentId, limit: '100' });
    if (after !== '') query.set('after', after);
    const page = bodyOf(await tuyet.call(`/api/v1/me/accesses?${query}`), 200, accessPageSchema);
    for (const { action, outcome, dossierCode } of page.items)
      if (action === 'CITE' && outcome === 'ALLOWED' && dossierCode !== null) codes.add(dossierCode);
    after = page.next;
  }
  return codes;
}
