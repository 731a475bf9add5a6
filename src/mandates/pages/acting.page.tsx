import { Button } from '../../ui/components/button.js';
import { Checkboxes } from '../../ui/components/choices.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Tag } from '../../ui/components/tag.js';
import { Hidden, InsetText } from '../../ui/components/texts.js';
import { Given, Meta } from '../../ui/components/value.js';
import type { FormError } from '../../ui/form-errors.js';
import { formatDay } from '../../ui/format.js';
import { type Maybe, type Named, nameOf, type PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { ChooseForm } from './choose-form.js';
import type { MandateModel } from './mandate-model.js';

export interface ActingModel extends PageContext {
  /** By which the person may act. */
  readonly own: readonly MandateModel[];
  /** The one by which she acts now; null: for herself. */
  readonly chosen: string | null;
  /** By which others may act for the owner acted for. */
  readonly others: readonly MandateModel[];
  readonly ownerName: string;
  /** Those of them that may be ended here. */
  readonly endable: readonly string[];
  readonly mayGrant: boolean;
  readonly types: readonly Named[];
  readonly done?: Maybe<'GRANTED' | 'ENDED'>;
  readonly typed: {
    readonly personalId?: Maybe<string>;
    readonly name?: Maybe<string>;
    readonly until?: Maybe<string>;
    readonly types?: readonly string[];
    readonly mayAdd?: boolean;
  };
  readonly errors: readonly FormError[];
}

/** For whom a person acts, who may act for her, and whom she names. */
export function actingPage(model: ActingModel) {
  const { t, own, chosen, others, errors } = model;
  return (
    <Layout context={model} title={t('mandates.acting.title')} hasErrors={errors.length > 0}>
      <FormErrors
        context={model}
        errors={errors}
        fields={{ personalId: 'personalId', name: 'name', types: 'types', until: 'until' }}
      />
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t(`mandateDone.${model.done}`)}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{t('mandates.acting.title')}</h1>
      <p class="govuk-body">{t('mandates.acting.lead')}</p>
      {own.length === 0 && <InsetText>{t('mandates.acting.none')}</InsetText>}
      {own.length > 0 && (
        <>
          <h2 class="govuk-heading-m">{t('mandates.acting.now')}</h2>
          <ul class="motlan-cards">
            <Choice model={model} name={t('mandates.acting.own')} id="" chosen={chosen === null} />
            {own.map((mandate) => (
              <Choice
                key={mandate.id}
                model={model}
                name={mandate.ownerName}
                id={mandate.id}
                mandate={mandate}
                chosen={chosen === mandate.id}
              />
            ))}
          </ul>
        </>
      )}
      {!model.chrome.signedIn?.delegate && (
        <>
          <h2 class="govuk-heading-m">
            <Given>{t('mandates.acting.othersTitle', { name: model.ownerName })}</Given>
          </h2>
          {others.length === 0 ? (
            <p class="govuk-body">{t('mandates.acting.othersNone')}</p>
          ) : (
            <ul class="motlan-cards">
              {others.map((mandate) => (
                <li key={mandate.id} class="motlan-card">
                  <h3 class="motlan-card__title">
                    <Given>{mandate.personName ?? t('common.unknown')}</Given>
                  </h3>
                  <Terms model={model} mandate={mandate} />
                  {model.endable.includes(mandate.id) && (
                    <End model={model} mandate={mandate} name={mandate.personName} />
                  )}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {model.mayGrant && <Grant {...model} />}
    </Layout>
  );
}

function Choice(props: {
  readonly model: ActingModel;
  readonly name: string;
  readonly id: string;
  readonly chosen: boolean;
  readonly mandate?: MandateModel;
}) {
  const { model, name, mandate } = props;
  const { t } = model;
  return (
    <li class="motlan-card">
      <h3 class="motlan-card__title">
        <Given>{name}</Given>
      </h3>
      {mandate && <Terms model={model} mandate={mandate} />}
      {props.chosen ? (
        <p class="motlan-tags">
          <Tag colour="green">{t('mandates.acting.chosen')}</Tag>
        </p>
      ) : (
        <ChooseForm model={model} id={props.id} name={name} words={t('mandates.acting.choose')} />
      )}
    </li>
  );
}

/** By what, in which papers and until when. */
export function Terms({
  model,
  mandate,
}: {
  readonly model: Pick<ActingModel, 't' | 'lang' | 'types'>;
  readonly mandate: MandateModel;
}) {
  const { t, lang } = model;
  const { types, until, proof } = mandate;
  return (
    <Meta
      items={[
        t(`mandateKind.${mandate.kind}`),
        until && t('mandates.acting.until', { date: formatDay(lang, lastDayOf(until)) }),
        types &&
          t('mandates.acting.types', {
            types: types.map((code) => nameOf(lang, model.types, code)).join(', '),
          }),
        types && mandate.mayAdd && t('mandates.acting.mayAdd'),
        proof && <Given>{t('mandates.acting.proof', { proof: proof.text })}</Given>,
      ]}
    />
  );
}

/** The end is the first moment at which it holds no more. */
function lastDayOf(until: NonNullable<MandateModel['until']>): Date {
  return new Date(new Date(until).getTime() - 1);
}

function End(props: {
  readonly model: ActingModel;
  readonly mandate: MandateModel;
  readonly name: string | null;
}) {
  const { t, chrome } = props.model;
  return (
    <Form csrfToken={chrome.csrfToken} action={pathTo(['acting', props.mandate.id, 'end'])}>
      <Button kind="warning">
        {t('mandates.acting.end')}
        <Hidden>
          {' '}
          (<bdi>{props.name}</bdi>)
        </Hidden>
      </Button>
    </Form>
  );
}

function Grant(model: ActingModel) {
  const { t, lang, chrome, types, typed, errors } = model;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('mandates.acting.grantTitle')}</h2>
      <p class="govuk-body">{t('mandates.acting.grantLead')}</p>
      <Form csrfToken={chrome.csrfToken} action="/acting/delegates">
        <Input
          name="personalId"
          label={t('mandates.acting.personalId')}
          classes="govuk-input--width-20"
          inputmode="numeric"
          autocomplete="off"
          maxLength={20}
          value={typed.personalId ?? ''}
          error={errorOf(model, errors, 'personalId')}
        />
        <Input
          name="name"
          label={t('mandates.acting.name')}
          hint={t('mandates.acting.nameHint')}
          autocomplete="off"
          value={typed.name ?? ''}
          error={errorOf(model, errors, 'name')}
        />
        <Checkboxes
          name="types"
          legend={t('mandates.acting.typesLegend')}
          error={errorOf(model, errors, 'types')}
          items={types.map((type) => ({
            value: type.code,
            text: type.name[lang],
            checked: typed.types?.includes(type.code),
          }))}
        />
        <Checkboxes
          name="mayAdd"
          legend={t('mandates.acting.addLegend')}
          items={[{ value: 'yes', text: t('mandates.acting.addYes'), checked: typed.mayAdd }]}
        />
        <Input
          name="until"
          type="date"
          label={t('mandates.acting.untilLabel')}
          classes="govuk-input--width-10"
          value={typed.until ?? ''}
          error={errorOf(model, errors, 'until')}
        />
        <Button preventDoubleClick>{t('mandates.acting.grant')}</Button>
      </Form>
    </section>
  );
}
