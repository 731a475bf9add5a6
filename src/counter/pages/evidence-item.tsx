import { Button, ButtonLink } from '../../ui/components/button.js';
import { Radios } from '../../ui/components/choices.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Textarea } from '../../ui/components/textarea.js';
import { Details, Hidden } from '../../ui/components/texts.js';
import { Day, Given } from '../../ui/components/value.js';
import { formatInstant, formatSize } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import { nameOf } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { type EvidenceItem, type EvidenceModel, itemId } from './evidence-model.js';

interface ItemProps {
  readonly model: EvidenceModel;
  readonly item: EvidenceItem;
  readonly index: number;
}

const outcomes = [
  'MATCHES',
  'DIFFERS',
  'NO_ORIGINAL',
] as const satisfies readonly CodeOf<'comparisonOutcome'>[];

/** One document that was found. */
export function Item(props: ItemProps) {
  const { model, item, index } = props;
  const { t, lang, request } = model;
  const heading = t('counter.evidence.item', {
    n: index + 1,
    type: nameOf(lang, model.types, item.typeCode),
  });
  return (
    <section class="motlan-section" aria-labelledby={itemId(index, 'item')}>
      <h2 class="govuk-heading-m" id={itemId(index, 'item')}>
        {heading}
      </h2>
      <Facts {...props} />
      <ButtonLink
        href={pathTo(['counter', 'evidence-requests', request.id, 'items', item.documentId, 'content'])}
        kind="secondary"
      >
        {t('counter.evidence.view')}
        <Hidden>: {heading}</Hidden>
      </ButtonLink>
      <p class="govuk-hint">{t('counter.evidence.viewHint')}</p>
      <Compare {...props} />
      <Cite {...props} />
    </section>
  );
}

function Facts({ model, item }: ItemProps) {
  const { t, lang } = model;
  return (
    <SummaryList
      rows={[
        item.number && { key: t('counter.evidence.number'), value: <Given>{item.number}</Given> },
        item.issuer && { key: t('counter.evidence.issuer'), value: <Given>{item.issuer.name}</Given> },
        item.issuedOn && {
          key: t('counter.evidence.issuedOn'),
          value: <Day lang={lang} date={item.issuedOn} />,
        },
        item.validTo && {
          key: t('counter.evidence.validTo'),
          value: <Day lang={lang} date={item.validTo} />,
        },
        { key: t('counter.evidence.trust'), value: t(`trustClass.${item.trustClass}`) },
        {
          key: t('counter.evidence.file'),
          value: `${mediaName(item.mediaType)}, ${formatSize(lang, item.sizeBytes)}`,
        },
        { key: t('counter.evidence.version'), value: String(item.version) },
        { key: t('counter.evidence.hash'), value: <span class="motlan-hash">{item.sha256}</span> },
      ].map((row) => row || null)}
    />
  );
}

function mediaName(mediaType: string): string {
  const names: Readonly<Record<string, string>> = {
    'application/pdf': 'PDF',
    'image/jpeg': 'JPG',
    'image/png': 'PNG',
  };
  return names[mediaType] ?? mediaType;
}

function Compare({ model, item, index }: ItemProps) {
  const { t, lang, chrome, request } = model;
  const refused = model.refused?.documentId === item.documentId ? model.refused : null;
  const error = (field: string) => (refused ? errorOf(model, refused.errors, field) : undefined);
  const earlier = model.comparisons.filter(
    (entry) => entry.documentId === item.documentId && entry.version === item.version,
  );
  return (
    <>
      {earlier.map((entry) => (
        <p key={String(entry.at)} class="govuk-body">
          <Given>
            {t('counter.evidence.compared', {
              outcome: t(`comparisonOutcome.${entry.outcome}`),
              name: entry.name,
              at: formatInstant(lang, entry.at),
            })}
          </Given>
        </p>
      ))}
      <Details summary={t('counter.evidence.compareTitle')} open={refused !== null}>
        <Form
          csrfToken={chrome.csrfToken}
          action={pathTo(['counter', 'evidence-requests', request.id, 'comparisons'])}
        >
          <input type="hidden" name="documentId" value={item.documentId} />
          <input type="hidden" name="version" value={item.version} />
          <Radios
            name="outcome"
            idPrefix={itemId(index, 'outcome')}
            legend={t('counter.evidence.compareLegend')}
            legendClasses="govuk-fieldset__legend--s"
            hint={t('counter.evidence.compareHint')}
            error={error('outcome')}
            items={outcomes.map((outcome) => ({
              value: outcome,
              text: t(`comparisonOutcome.${outcome}`),
              checked: refused?.outcome === outcome,
            }))}
          />
          <Textarea
            name="note"
            id={itemId(index, 'note')}
            label={`${t('counter.evidence.note')} (${t('common.optional')})`}
            hint={t('counter.evidence.noteHint')}
            error={error('note')}
            value={refused?.note ?? ''}
            rows={3}
          />
          <Button preventDoubleClick>{t('counter.evidence.compareSubmit')}</Button>
        </Form>
      </Details>
    </>
  );
}

function Cite({ model, item, index }: ItemProps) {
  const { t, lang, chrome, request } = model;
  const cited = model.citations.find(
    (entry) => entry.documentId === item.documentId && entry.version === item.version,
  );
  if (cited) {
    return (
      <p class="govuk-body">
        <strong>{t('counter.evidence.cited', { at: formatInstant(lang, cited.citedAt) })}</strong>
      </p>
    );
  }
  return (
    <Form
      csrfToken={chrome.csrfToken}
      action={pathTo(['counter', 'evidence-requests', request.id, 'citations'])}
    >
      <p class="govuk-body">{t('counter.evidence.citeHint')}</p>
      <input type="hidden" name="documentId" value={item.documentId} />
      <input type="hidden" name="version" value={item.version} />
      <input type="hidden" name="sha256" value={item.sha256} />
      <Button preventDoubleClick>
        {t('counter.evidence.cite')}
        <Hidden> ({index + 1})</Hidden>
      </Button>
    </Form>
  );
}
