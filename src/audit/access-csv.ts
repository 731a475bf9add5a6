import { formatInstant } from '../ui/format.js';
import type { Lang, Translate } from '../ui/i18n.js';
import { nameOf } from '../ui/page.js';
import { csvRows } from '../ui/spreadsheet.js';
import type { AccessEntry } from './access-entry.js';
import type { AccessListModel } from './pages/access-view.js';
import { basisWords } from './pages/basis-words.js';

export interface CsvWords extends Pick<AccessListModel, 'procedures' | 'refusals'> {
  readonly t: Translate;
  readonly lang: Lang;
  /** What some of the owner's papers are called, by id. */
  readonly titlesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Lines of the log as the rows of a table, in the reader's language; page by page. */
export async function* accessCsv(
  pages: AsyncIterable<readonly AccessEntry[]>,
  words: CsvWords,
): AsyncGenerator<string> {
  const { t } = words;
  yield csvRows([columns.map((column) => t(headings[column]))], { first: true });
  for await (const lines of pages) {
    const titles = await words.titlesOf(lines.flatMap((line) => line.documentId ?? []));
    yield csvRows(
      lines.map((line) => {
        const cells = cellsOf(line, words, titles);
        return columns.map((column) => cells[column] ?? '');
      }),
    );
  }
}

/** In the order of the table. */
const headings = {
  at: 'audit.csv.at',
  action: 'audit.csv.action',
  outcome: 'audit.csv.outcome',
  who: 'audit.csv.who',
  onBehalfOf: 'audit.csv.onBehalfOf',
  capacity: 'audit.csv.capacity',
  position: 'audit.csv.position',
  agency: 'audit.csv.agency',
  client: 'audit.csv.client',
  document: 'audit.csv.document',
  version: 'audit.csv.version',
  purpose: 'audit.csv.purpose',
  dossier: 'audit.csv.dossier',
  procedureCode: 'audit.csv.procedureCode',
  procedure: 'audit.csv.procedure',
  component: 'audit.csv.component',
  basis: 'audit.csv.basis',
  legalGround: 'audit.csv.legalGround',
  catalogueGround: 'audit.csv.catalogueGround',
  consent: 'audit.csv.consent',
  documentId: 'audit.csv.documentId',
  id: 'audit.csv.id',
} as const;
type Column = keyof typeof headings;
const columns = Object.keys(headings) as Column[];

function cellsOf(
  line: AccessEntry,
  { t, lang, procedures, refusals }: CsvWords,
  titles: ReadonlyMap<string, string>,
): Readonly<Partial<Record<Column, string | null>>> {
  const { actor, procedureCode, componentCode, documentId, refusalCode } = line;
  const component = procedures
    .find((entry) => entry.code === procedureCode)
    ?.components.find((entry) => entry.componentCode === componentCode);
  return {
    at: formatInstant(lang, line.at),
    action: t(`accessAction.${line.action}`),
    outcome:
      line.outcome === 'ALLOWED'
        ? t('audit.csv.allowed')
        : `${t('audit.list.refused')}: ${refusals.get(refusalCode ?? '') ?? refusalCode ?? ''}`,
    who: actor.name,
    onBehalfOf: actor.onBehalfOf ?? null,
    capacity: actor.capacity ? t(`mandateKind.${actor.capacity}`) : null,
    position: actor.position,
    agency: actor.agency,
    client: actor.client,
    document: documentId && (titles.get(documentId) ?? null),
    version: line.version === null ? null : String(line.version),
    purpose: line.purpose?.text ?? null,
    dossier: line.dossierCode,
    procedureCode,
    procedure: procedureCode && nameOf(lang, procedures, procedureCode),
    component: component?.name[lang] ?? componentCode,
    basis: line.basis && basisWords(t, { ...line, basis: line.basis }),
    legalGround: line.legalGround,
    catalogueGround: line.catalogueGround,
    consent: line.consentId,
    documentId,
    id: line.id,
  };
}
