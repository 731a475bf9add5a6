import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { Given, Meta } from '../../ui/components/value.js';
import { formatDay } from '../../ui/format.js';
import { pathTo } from '../../ui/safe-href.js';
import { titleOf } from './document-tags.js';
import type { DocumentModel, DocumentView } from './document-view.js';

/** That the lists do not show this paper, and the way back. */
export function AsideNotice(model: DocumentModel) {
  const { t, aside, document } = model;
  if (!aside) return null;
  return (
    <InsetText>
      <p class="govuk-body">
        {aside.behind === null ? (
          t('documents.aside.hidden')
        ) : (
          <>
            {t('documents.aside.behind')}{' '}
            <Link href={pathTo(['documents', aside.behind])}>{t('documents.aside.kept')}</Link>
          </>
        )}
      </p>
      {!model.readOnly && (
        <Form csrfToken={model.chrome.csrfToken} action={pathTo(['documents', document.id, 'bring-back'])}>
          <Button kind="secondary">
            {t(aside.behind === null ? 'documents.aside.bringBack' : 'documents.aside.takeApart')}
          </Button>
        </Form>
      )}
    </InsetText>
  );
}

/** Several papers that say the same of themselves: which one would stay, and one press to make it so. */
export function CopiesOffer(model: DocumentModel) {
  const { t, chrome, document } = model;
  const [kept] = model.copies.alike;
  if (!kept || model.readOnly) return null;
  const others = model.copies.alike.filter(({ id }) => id !== document.id);
  return (
    <InsetText>
      <h2 class="govuk-heading-m">{t('documents.copies.found', { count: others.length })}</h2>
      <PaperList {...model} papers={others} />
      <p class="govuk-body">
        {kept.id === document.id ? t('documents.copies.keepsThis') : t('documents.copies.keepsOther')}{' '}
        {t('documents.copies.nothingLost')}
      </p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'merge'])}>
        <Button kind="secondary" preventDoubleClick>
          {t('documents.copies.merge')}
        </Button>
      </Form>
    </InsetText>
  );
}

/** The copies that lie behind this paper, each with the way out. */
export function CopiesBehind(model: DocumentModel) {
  const { t } = model;
  const { behind } = model.copies;
  if (behind.length === 0) return null;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('documents.copies.behind')}</h2>
      <PaperList {...model} papers={behind} />
    </section>
  );
}

function PaperList(model: DocumentModel & { readonly papers: readonly DocumentView[] }) {
  const { t, lang, papers } = model;
  return (
    <ul class="motlan-cards">
      {papers.map((paper) => (
        <li key={paper.id} class="motlan-card">
          <Link href={pathTo(['documents', paper.id])}>
            <Given>{titleOf(model, model.types, paper)}</Given>
          </Link>
          <Meta
            items={[
              t(`trustClass.${paper.trustClass}`),
              t('documents.list.added', { date: formatDay(lang, paper.createdAt) }),
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
