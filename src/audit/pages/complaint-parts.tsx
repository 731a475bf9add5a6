import { SummaryList } from '../../ui/components/summary-list.js';
import { Tag, type TagColour } from '../../ui/components/tag.js';
import { Day, Given, Meta, Moment } from '../../ui/components/value.js';
import type { PageContext } from '../../ui/page.js';
import { rowsOf } from './access-card.js';
import type { AccessView } from './access-view.js';
import type { ComplaintModel, LookWords } from './complaint-model.js';

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
