import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { Quota, type QuotaModel } from '../../ui/components/quota.js';
import { Link, WarningText } from '../../ui/components/texts.js';
import type { PageContext } from '../../ui/page.js';

export interface MyDataModel extends PageContext {
  readonly quota: QuotaModel;
  /** False with account level 1. */
  readonly mayOpen: boolean;
}

/** An owner's own data: how much there is, who looked at it, where she is signed in, and all of it to take along. */
export function myDataPage(model: MyDataModel) {
  const { t, chrome } = model;
  return (
    <Layout context={model} title={t('myData.title')}>
      <h1 class="govuk-heading-l">{t('myData.title')}</h1>
      <section>
        <h2 class="govuk-heading-m">{t('myData.quota')}</h2>
        <Quota {...model} />
        <p class="govuk-hint">{t('myData.quotaHint')}</p>
      </section>
      <section class="motlan-section">
        <h2 class="govuk-heading-m">{t('myData.looks')}</h2>
        <ul class="govuk-list motlan-links">
          <li>
            <Link href="/accesses">{t('myData.accesses')}</Link>
          </li>
          <li>
            <Link href="/complaints">{t('myData.complaints')}</Link>
          </li>
          <li>
            <Link href="/consents">{t('myData.consents')}</Link>
          </li>
        </ul>
      </section>
      <section class="motlan-section">
        <h2 class="govuk-heading-m">{t('myData.settings')}</h2>
        <ul class="govuk-list motlan-links">
          <li>
            <Link href="/sessions">{t('myData.sessions')}</Link>
          </li>
          <li>
            <Link href="/notices/settings">{t('myData.notices')}</Link>
          </li>
        </ul>
      </section>
      <section class="motlan-section">
        <h2 class="govuk-heading-m">{t('myData.all')}</h2>
        <p class="govuk-body">{t('myData.allText')}</p>
        {model.mayOpen ? (
          <Form csrfToken={chrome.csrfToken} action="/my-data/export">
            <WarningText iconText={t('common.warning')}>{t('myData.allWarning')}</WarningText>
            <Button kind="secondary">{t('myData.allSubmit')}</Button>
          </Form>
        ) : (
          <p class="govuk-body">{t('myData.levelTooLow')}</p>
        )}
      </section>
    </Layout>
  );
}
