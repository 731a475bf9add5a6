import { ButtonLink } from '../../ui/components/button.js';
import { Layout } from '../../ui/components/layout.js';
import { Link, Panel } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import type { Translate } from '../../ui/i18n.js';
import type { Maybe, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { agencyOf, type ConsentView } from './consent-view.js';

export interface ConsentDoneModel extends PageContext {
  readonly consent: Pick<ConsentView, 'id' | 'state' | 'recipient' | 'dossierCode'>;
  /** The asking portal's page, with `evidenceRequestId`. */
  readonly returnUrl?: Maybe<string>;
}

/** The answer is kept: what follows, and the way back to the portal that asked. */
export function consentDonePage(model: ConsentDoneModel) {
  const { t, consent } = model;
  const words = wordsFor(t, consent);
  return (
    <Layout context={model} title={words.title}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <Panel title={words.title}>
            {t('consents.one.dossier')} <Given>{consent.dossierCode}</Given>
          </Panel>
          <p class="govuk-body">
            <Given>{words.text}</Given>
          </p>
          <p class="govuk-body">
            {t('consents.done.reference')}: <span class="motlan-hash">{consent.id}</span>
          </p>
          <h2 class="govuk-heading-m">{t('consents.done.next')}</h2>
          {words.next && <p class="govuk-body">{words.next}</p>}
          {model.returnUrl && <ButtonLink href={model.returnUrl}>{t('consents.done.back')}</ButtonLink>}
          <p class="govuk-body">
            <Link href={pathTo(['consents', consent.id])}>{t('consents.done.open')}</Link>
          </p>
          <p class="govuk-body">
            <Link href="/consents">{t('consents.done.list')}</Link>
          </p>
        </div>
      </div>
    </Layout>
  );
}

function wordsFor(t: Translate, consent: ConsentDoneModel['consent']) {
  const agency = agencyOf(consent);
  if (consent.state === 'GIVEN') {
    const text = t('consents.done.givenText', { agency, dossier: consent.dossierCode });
    return { title: t('consents.done.given'), text, next: t('consents.done.nextGiven') };
  }
  if (consent.state === 'DENIED') {
    const text = t('consents.done.deniedText', { agency });
    return { title: t('consents.done.denied'), text, next: t('consents.done.nextDenied') };
  }
  if (consent.state === 'WITHDRAWN') {
    const text = t('consents.done.withdrawnText', { agency });
    return { title: t('consents.done.withdrawn'), text, next: t('consents.done.nextWithdrawn') };
  }
  return { title: t('consents.done.other'), text: t('consents.done.otherText', { agency }), next: null };
}
