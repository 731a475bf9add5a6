import { Button, ButtonLink } from '../../ui/components/button.js';
import { Checkboxes } from '../../ui/components/choices.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { InsetText, Link, WarningText } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import { pathTo } from '../../ui/safe-href.js';
import { describe, nameOfDocument } from './consent-documents.js';
import type { ConsentModel } from './consent-model.js';
import { Preview } from './consent-preview.js';

/** The answer. Both ways are buttons of the same make, and nothing is ticked beforehand. */
export function Decide(model: ConsentModel) {
  const { t, chrome, consent } = model;
  const fits = model.mayShare && consent.documents.length > 0;
  const mayAgree = fits && !model.stepUp;
  return (
    <>
      {mayAgree && (
        <>
          <p class="govuk-body">{t('consents.one.whatTheySee')}</p>
          {model.notice && <p class="govuk-body">{model.notice}</p>}
          <Preview {...model} />
          <Form id="accept" csrfToken={chrome.csrfToken} action={pathTo(['consents', consent.id, 'accept'])}>
            <Checkboxes
              name="documentIds"
              legend={t('consents.one.choose')}
              legendClasses="govuk-fieldset__legend--m"
              hint={t('consents.one.chooseHint')}
              error={errorOf(model, model.errors, 'documentIds')}
              items={consent.documents.map((document) => ({
                value: document.documentId,
                text: <Given>{nameOfDocument(model, document)}</Given>,
                hint: describe(model, document),
                checked: model.chosen?.includes(document.documentId),
              }))}
            />
            {model.childAsked && (
              <Checkboxes
                name="childAgrees"
                legend={t('consents.one.childTitle')}
                hint={t('consents.one.childHint')}
                error={errorOf(model, model.errors, 'childAgrees')}
                items={[{ value: 'yes', text: t('consents.one.childAgrees') }]}
              />
            )}
          </Form>
        </>
      )}
      {model.mayShare && consent.documents.length === 0 && (
        <InsetText>
          <p class="govuk-body">
            <strong>{t('consents.one.nothing')}</strong>
          </p>
          <p class="govuk-body">{t('consents.one.nothingText')}</p>
          <p class="govuk-body">
            <Link href="/documents/new">{t('consents.one.nothingAdd')}</Link>
          </p>
        </InsetText>
      )}
      {fits && model.stepUp && (
        <>
          <p class="govuk-body">{t('consents.one.whatTheySee')}</p>
          <Preview {...model} />
          <InsetText>{t('consents.one.stepUp')}</InsetText>
        </>
      )}
      {!model.mayShare && (
        <WarningText iconText={t('common.warning')}>{t('consents.one.levelTooLow')}</WarningText>
      )}
      <h2 class="govuk-heading-m">{t('consents.one.ifRefused')}</h2>
      <p class="govuk-body">{consent.ifRefused || t('consents.one.ifRefusedDefault')}</p>
      <Form id="deny" csrfToken={chrome.csrfToken} action={pathTo(['consents', consent.id, 'deny'])}>
        {null}
      </Form>
      <div class="motlan-decision">
        {mayAgree && (
          <Button form="accept" preventDoubleClick>
            {t('consents.one.accept')}
          </Button>
        )}
        {fits && model.stepUp && <ButtonLink href={model.stepUp}>{t('consents.one.stepUpStart')}</ButtonLink>}
        <Button form="deny" preventDoubleClick>
          {t('consents.one.deny')}
        </Button>
      </div>
      <Later {...model} />
    </>
  );
}

function Later({ t, returnUrl }: ConsentModel) {
  return (
    <p class="govuk-body">
      {returnUrl ? (
        <Link href={returnUrl}>{t('consents.one.laterBack')}</Link>
      ) : (
        <Link href="/consents">{t('consents.one.later')}</Link>
      )}
    </p>
  );
}
