import { SummaryList } from '../../ui/components/summary-list.js';
import { Tag, type TagColour } from '../../ui/components/tag.js';
import { Link } from '../../ui/components/texts.js';
import { Day, Given, Meta, Moment } from '../../ui/components/value.js';
import { nameOf, type PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { rowsOf } from './access-card.js';
import type { AccessView } from './access-view.js';
import type { ComplaintModel, LookWords, OneComplaintModel } from './complaint-model.js';

const colours: Readonly<Record<ComplaintModel['state'], TagColour>> = {
  RECEIVED: 'yellow',
  IN_REVIEW: 'turquoise',
  ANSWERED: 'green',
  CLOSED: 'grey',
};

/** State and deadline of a complaint in one line. */
export function ComplaintState({ t, lang, complaint }: PageContext & { readonly complaint: ComplaintModel }) {
  const waits = complaint.state === 'RECEIVED' || complaint.state === 'IN_REVIEW';
  return (
    <>
      <p class="motlan-tags">
        <Tag colour={colours[complaint.state]}>{t(`complaintState.${complaint.state}`)}</Tag>
      </p>
      <Meta
        items={[
          <>
            {t('audit.complaint.at')} <Moment lang={lang} at={complaint.at} />
          </>,
          waits && (
            <>
              {t('audit.complaint.due')} <Day lang={lang} date={complaint.dueOn} />
            </>
          ),
        ]}
      />
    </>
  );
}

/** What has happened, oldest first; each word that was said stands there. */
export function ComplaintHistory({
  t,
  lang,
  complaint,
  self,
}: PageContext & {
  readonly complaint: ComplaintModel;
  /** How the one who complained is called. */
  readonly self: string;
}) {
  return (
    <ol class="motlan-cards">
      {complaint.events.map((event, index) => (
        <li key={index} class="motlan-card">
          <h3 class="motlan-card__title">{t(`complaintStep.${event.step}`)}</h3>
          <Meta
            items={[
              <Moment lang={lang} at={event.at} />,
              event.by.kind === 'OWNER' ? self : <Given>{event.by.name}</Given>,
              event.by.position && <Given>{event.by.position}</Given>,
              event.by.agency && <Given>{event.by.agency}</Given>,
            ]}
          />
          {event.text && (
            <p class="govuk-body motlan-words">
              <Given>{event.text}</Given>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The look in question, as the log has it. */
export function LookInQuestion({
  model,
  access,
}: {
  readonly model: PageContext & LookWords;
  readonly access: AccessView | null;
}) {
  const { t, lang } = model;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('audit.complaint.look')}</h2>
      {access ? (
        <SummaryList
          classes="motlan-compact"
          rows={[
            { key: t('audit.complaint.when'), value: <Moment lang={lang} at={access.at} /> },
            { key: t('audit.filter.act'), value: t(`accessAction.${access.action}`) },
            access.outcome === 'REFUSED' && {
              key: t('audit.csv.outcome'),
              value: t('audit.list.refused'),
            },
            ...rowsOf(model, access),
          ]}
        />
      ) : (
        <p class="govuk-body">{t('audit.complaint.lookGone')}</p>
      )}
    </section>
  );
}

/** The paper in question to its owner: by its name, with the way to it. */
export function OwnPaper({
  model: { t, titles },
  documentId,
}: {
  readonly model: OneComplaintModel;
  readonly documentId: string;
}) {
  const title = titles.get(documentId);
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('audit.complaint.paper')}</h2>
      <p class="govuk-body">
        {title === undefined ? (
          t('audit.complaint.paperGone')
        ) : (
          <Link href={pathTo(['documents', documentId])}>
            <Given>{title || t('audit.complaint.paper')}</Given>
          </Link>
        )}
      </p>
    </section>
  );
}

/** The paper in question to an inspector: where it came from, and nothing that it says. */
export function PaperInQuestion({ model }: { readonly model: OneComplaintModel }) {
  const { t, lang, paper } = model;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('audit.complaint.paper')}</h2>
      {paper ? (
        <SummaryList
          classes="motlan-compact"
          rows={[
            { key: t('documents.one.type'), value: nameOf(lang, model.types, paper.typeCode) },
            paper.agency && { key: t('audit.list.agency'), value: <Given>{paper.agency}</Given> },
            paper.dossierCode && { key: t('audit.list.dossier'), value: paper.dossierCode },
            paper.resultCode && { key: t('audit.complaint.result'), value: paper.resultCode },
          ].map((row) => row || null)}
        />
      ) : (
        <p class="govuk-body">{t('audit.complaint.paperGone')}</p>
      )}
    </section>
  );
}
