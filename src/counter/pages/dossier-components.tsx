import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { Table } from '../../ui/components/table.js';
import { Hidden } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import { formatInstant, shortHash } from '../../ui/format.js';
import { pathTo } from '../../ui/safe-href.js';
import type { DossierModel, DossierView } from './dossier-model.js';

type Component = DossierView['components'][number];

/** Each component with what is cited for it and the look-ups that the catalogue allows. */
export function Components(model: DossierModel) {
  const { t, dossier } = model;
  return (
    <Table
      classes="motlan-rows"
      head={[t('counter.dossier.component'), t('counter.dossier.held'), t('counter.dossier.action')]}
      firstCellIsHeader
      rows={dossier.components.map((component) => [
        <>
          <Given>{component.name}</Given>
          <br />
          <span class="motlan-card__meta">
            {component.required ? t('counter.dossier.required') : t('counter.dossier.notRequired')}
          </span>
        </>,
        <Citations model={model} component={component} />,
        <LookUp model={model} component={component} />,
      ])}
    />
  );
}

function Citations({ model, component }: { readonly model: DossierModel; readonly component: Component }) {
  const { t, lang } = model;
  if (component.citations.length === 0) return <>{t('counter.dossier.notCited')}</>;
  return (
    <ul class="govuk-list">
      {component.citations.map((citation) => (
        <li key={citation.id}>
          {t('counter.dossier.cited', {
            at: formatInstant(lang, citation.citedAt),
            version: citation.version,
          })}
          <br />
          <span class="motlan-hash" title={citation.sha256}>
            {shortHash(citation.sha256)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function LookUp({ model, component }: { readonly model: DossierModel; readonly component: Component }) {
  const { t, chrome, dossier, procedure } = model;
  const rule = procedure?.components.find((entry) => entry.componentCode === component.componentCode);
  if (!rule || rule.accepts.length === 0) return <>{t('counter.dossier.notFromStore')}</>;
  if (dossier.closed) return <>{t('common.none')}</>;
  return (
    <>
      <Form
        csrfToken={chrome.csrfToken}
        action={pathTo(['counter', 'dossiers', dossier.code, 'evidence-requests'])}
      >
        <input type="hidden" name="componentCode" value={component.componentCode} />
        {rule.statutoryDuty && (
          <Button name="basis" value="STATUTORY_DUTY" kind="secondary">
            {t('counter.dossier.lookUpDuty')}
            <Hidden>: {component.name}</Hidden>
          </Button>
        )}
        <Button name="basis" value="CONSENT" kind="secondary">
          {t('counter.dossier.lookUpConsent')}
          <Hidden>: {component.name}</Hidden>
        </Button>
      </Form>
      {rule.statutoryDuty && (
        <span class="motlan-card__meta">
          {t('counter.dossier.dutyGround', { ground: rule.statutoryDuty.legalGround })}
        </span>
      )}
    </>
  );
}
