import { Layout } from '../../ui/components/layout.js';
import { Given } from '../../ui/components/value.js';
import type { Named, PageContext } from '../../ui/page.js';
import { Terms } from './acting.page.js';
import { ChooseForm } from './choose-form.js';
import type { MandateModel } from './mandate-model.js';

export interface ChooseModel extends PageContext {
  /** By which the person may act. */
  readonly own: readonly MandateModel[];
  readonly ownName: string;
  /** Where she goes on, a path of ours. */
  readonly next: string;
  readonly types: readonly Named[];
}

/** The first page after signing in for those who may act for others: for whom is it today? */
export function choosePage(model: ChooseModel) {
  const { t, own } = model;
  return (
    <Layout context={model} title={t('mandates.choose.title')}>
      <h1 class="govuk-heading-l">{t('mandates.choose.title')}</h1>
      <p class="govuk-body">{t('mandates.choose.lead')}</p>
      <ul class="motlan-cards">
        <Choice model={model} name={model.ownName} id="" />
        {own.map((mandate) => (
          <Choice key={mandate.id} model={model} name={mandate.ownerName} id={mandate.id} mandate={mandate} />
        ))}
      </ul>
    </Layout>
  );
}

function Choice(props: {
  readonly model: ChooseModel;
  readonly name: string;
  readonly id: string;
  readonly mandate?: MandateModel;
}) {
  const { model, name, mandate } = props;
  const { t } = model;
  return (
    <li class="motlan-card">
      <h2 class="motlan-card__title">
        <Given>{name}</Given>
      </h2>
      {mandate ? (
        <Terms model={model} mandate={mandate} />
      ) : (
        <p class="govuk-body">{t('mandates.acting.own')}</p>
      )}
      <ChooseForm
        model={model}
        id={props.id}
        name={name}
        words={t('mandates.choose.goOn')}
        next={model.next}
      />
    </li>
  );
}
