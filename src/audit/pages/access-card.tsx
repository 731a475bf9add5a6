import { Button } from '../../ui/components/button.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Tag } from '../../ui/components/tag.js';
import { Textarea } from '../../ui/components/textarea.js';
import { Details, Hidden, Link } from '../../ui/components/texts.js';
import { Given, Moment } from '../../ui/components/value.js';
import { nameOf, type PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { type AccessListModel, type AccessView, complaintId } from './access-view.js';
import { basisWords } from './basis-words.js';
import type { LookWords } from './complaint-model.js';

/** One look. */
export function AccessCard({
  model,
  access,
}: {
  readonly model: AccessListModel;
  readonly access: AccessView;
}) {
  const { t, lang } = model;
  const refused = access.outcome === 'REFUSED';
  // Shown as what it is, never as a consent (Luật 91/2025/QH15, Điều 19(1)(c)).
  const statutory = access.basis === 'STATUTORY_DUTY';
  return (
    <li class={refused ? 'motlan-card motlan-card--refused' : 'motlan-card'}>
      <h3 class="motlan-card__title">
        <Moment lang={lang} at={access.at} />: {t(`accessAction.${access.action}`)}
      </h3>
      {(refused || statutory) && (
        <p class="motlan-tags">
          {refused && <Tag colour="red">{t('audit.list.refused')}</Tag>}
          {statutory && <Tag colour="turquoise">{t('audit.list.statutory')}</Tag>}
        </p>
      )}
      {refused && (
        <p class="govuk-body">
          {t('audit.list.refusedText')} {whyRefused(model, access)}
        </p>
      )}
      <SummaryList classes="motlan-compact" rows={rowsOf(model, access)} />
      <Complaint model={model} access={access} />
    </li>
  );
}

function whyRefused({ t, refusals }: AccessListModel, { refusalCode }: AccessView): string {
  if (!refusalCode) return '';
  return refusals.get(refusalCode) ?? t('audit.list.refusedCode', { code: refusalCode });
}

/** The owner's side of a line: herself, or who acted for her and by what. */
function Person({
  model,
  actor,
}: {
  readonly model: PageContext & LookWords;
  readonly actor: AccessView['actor'];
}) {
  const { t, chrome } = model;
  if (actor.capacity)
    return (
      <Given>
        {t('audit.list.onBehalf', {
          name: actor.name,
          capacity: t(`mandateKind.${actor.capacity}`),
          owner: actor.onBehalfOf ?? '',
        })}
      </Given>
    );
  // Read by somebody who acts for her, "you" would be another.
  if (chrome.signedIn?.actingFor) return <Given>{actor.name}</Given>;
  return <>{model.ownerCalled ?? t('audit.list.self')}</>;
}

export function rowsOf(model: PageContext & LookWords, access: AccessView) {
  const { t, lang } = model;
  const { actor, dossierCode, procedureCode, componentCode, purpose, basis } = access;
  const position = actor.position ? `, ${actor.position}` : '';
  return [
    {
      key: t('audit.list.who'),
      value:
        actor.kind === 'OWNER' ? (
          <Person model={model} actor={actor} />
        ) : (
          <Given>{`${actor.name}${position}`}</Given>
        ),
    },
    actor.agency && { key: t('audit.list.agency'), value: <Given>{actor.agency}</Given> },
    actor.client && { key: t('audit.list.client'), value: <Given>{actor.client}</Given> },
    access.documentId && {
      key: t('audit.list.document'),
      value: documentOf(model, access, access.documentId),
    },
    purpose && { key: t('audit.list.purpose'), value: <Given>{purpose.text}</Given> },
    dossierCode && { key: t('audit.list.dossier'), value: <Given>{dossierCode}</Given> },
    procedureCode && {
      key: t('audit.list.procedure'),
      value: <Given>{nameOf(lang, model.procedures, procedureCode)}</Given>,
    },
    componentCode && {
      key: t('audit.list.component'),
      value: <Given>{componentName(model, procedureCode ?? '', componentCode)}</Given>,
    },
    basis && { key: t('audit.list.basis'), value: basisOf(model, access, basis) },
    access.legalGround &&
      access.legalGround !== access.catalogueGround && {
        key: t('audit.list.legalGround'),
        value: <Given>{access.legalGround}</Given>,
      },
    access.catalogueGround && {
      key: t('audit.list.catalogueGround'),
      value: <Given>{access.catalogueGround}</Given>,
    },
  ].map((row) => row || null);
}

function documentOf({ t, titles }: PageContext & LookWords, { version }: AccessView, documentId: string) {
  const title = titles.get(documentId);
  const words = title ?? documentId;
  const shown = version ? t('audit.list.documentVersion', { title: words, version }) : words;
  // A document that was deleted has no page any more.
  if (title === undefined) return <span class="motlan-hash">{shown}</span>;
  return (
    <Link href={pathTo(['documents', documentId])}>
      <Given>{shown}</Given>
    </Link>
  );
}

function componentName(model: PageContext & LookWords, procedureCode: string, componentCode: string): string {
  const procedure = model.procedures.find((entry) => entry.code === procedureCode);
  const component = procedure?.components.find((entry) => entry.componentCode === componentCode);
  return component?.name[model.lang] ?? componentCode;
}

function basisOf(
  { t, linksConsents = true }: PageContext & LookWords,
  { consentId, action, outcome }: AccessView,
  basis: string,
) {
  return (
    <>
      {basisWords(t, { action, outcome, basis })}
      {consentId && linksConsents && (
        <>
          <br />
          <Link href={pathTo(['consents', consentId])}>{t('audit.list.consent')}</Link>
        </>
      )}
    </>
  );
}

function Complaint({ model, access }: { readonly model: AccessListModel; readonly access: AccessView }) {
  const { t, lang, chrome, complaint } = model;
  const filed = model.complaints.get(access.id);
  if (filed && complaint?.accessId !== access.id)
    return (
      <p class="govuk-body">
        <Link href={pathTo(['complaints', filed.id])}>
          {t('audit.list.complaintFiled', { number: filed.number })}
        </Link>
        : {t(`complaintState.${filed.state}`)}
      </p>
    );
  const mine = complaint?.accessId === access.id ? complaint : null;
  return (
    <Details summary={t('audit.list.complaintTitle')} open={mine !== null}>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['accesses', access.id, 'complaints'])}>
        <Textarea
          name="text"
          id={complaintId(access.id)}
          label={t('audit.list.complaintLabel')}
          hint={t('audit.list.complaintHint')}
          error={mine ? errorOf(model, mine.errors, 'text') : undefined}
          value={mine?.text ?? ''}
          rows={3}
          maxLength={2000}
        />
        <Button kind="secondary">
          {t('audit.list.complaintSubmit')}
          <Hidden>
            {' '}
            (<Moment lang={lang} at={access.at} />)
          </Hidden>
        </Button>
      </Form>
    </Details>
  );
}
