import { Button } from '../../ui/components/button.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Textarea } from '../../ui/components/textarea.js';
import { Details } from '../../ui/components/texts.js';
import { pathTo } from '../../ui/safe-href.js';
import type { OneComplaintModel } from './complaint-model.js';
import { ComplaintHistory, ComplaintState, LookInQuestion, OwnPaper } from './complaint-parts.js';

/** One complaint: where it stands, what was said, and what its owner may still do. */
export function complaintPage(model: OneComplaintModel) {
  const { t, complaint, errors, chrome } = model;
  const title = t('audit.complaint.title', { number: complaint.number });
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{ href: '/complaints', text: t('audit.complaint.listTitle') }}
    >
      <FormErrors context={model} errors={errors} fields={{ text: 'text' }} />
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t(`complaintDone.${model.done}`)}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <ComplaintState {...model} complaint={complaint} />
      <section class="motlan-section">
        <h2 class="govuk-heading-m">{t('audit.complaint.history')}</h2>
        <ComplaintHistory {...model} complaint={complaint} self={t('audit.list.self')} />
      </section>
      {complaint.state !== 'CLOSED' && (
        <>
          <Form csrfToken={chrome.csrfToken} action={pathTo(['complaints', complaint.id, 'words'])}>
            <Textarea
              name="text"
              label={t('audit.complaint.addLabel')}
              error={errorOf(model, errors, 'text')}
              value={model.typed ?? ''}
              rows={3}
              maxLength={2000}
            />
            <Button kind="secondary">{t('audit.complaint.addSubmit')}</Button>
          </Form>
        </>
      )}
      {complaint.documentId === null ? (
        <LookInQuestion model={model} access={model.access} />
      ) : (
        <OwnPaper model={model} documentId={complaint.documentId} />
      )}
      {complaint.state !== 'CLOSED' && <Close {...model} />}
    </Layout>
  );
}

/** Last, and not open: it cannot be taken back. */
function Close({ t, chrome, complaint }: OneComplaintModel) {
  return (
    <Details summary={t('audit.complaint.closeTitle')}>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['complaints', complaint.id, 'close'])}>
        <p class="govuk-body">
          {t(complaint.documentId === null ? 'audit.complaint.closeHint' : 'audit.complaint.closeHintPaper')}
        </p>
        <Button kind="secondary">{t('audit.complaint.closeSubmit')}</Button>
      </Form>
    </Details>
  );
}
