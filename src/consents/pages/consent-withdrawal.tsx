import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { Link } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import { pathTo } from '../../ui/safe-href.js';
import { describe, nameOfDocument } from './consent-documents.js';
import type { ConsentModel } from './consent-model.js';

/** What was agreed to. */
export function ChosenDocuments(model: ConsentModel) {
  const { t, consent } = model;
  if (consent.items.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{t('consents.one.documents')}</h2>
      <ul class="motlan-cards">
        {consent.items.map((document) => (
          <li key={document.documentId} class="motlan-card">
            <Link href={pathTo(['documents', document.documentId])}>
              <Given>{nameOfDocument(model, document)}</Given>
            </Link>
            <p class="motlan-card__meta">{describe(model, document)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** As easy as giving: one button on the same page, with what it undoes and what it does not. */
export function Withdraw({ t, chrome, consent }: ConsentModel) {
  return (
    <>
      <h2 class="govuk-heading-m">{t('consents.one.withdrawTitle')}</h2>
      <p class="govuk-body">{t('consents.one.withdrawStops')}</p>
      <p class="govuk-body">{t('consents.one.withdrawKeeps')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['consents', consent.id, 'withdraw'])}>
        <Button preventDoubleClick>{t('consents.one.withdraw')}</Button>
      </Form>
    </>
  );
}
