import { Button } from '../../ui/components/button.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Textarea } from '../../ui/components/textarea.js';
import { pathTo } from '../../ui/safe-href.js';
import type { OneComplaintModel } from './complaint-model.js';
import { ComplaintHistory, ComplaintState, LookInQuestion, PaperInQuestion } from './complaint-parts.js';

/** A complaint as an inspector works on it: what was said, the line of the log, the answer. Nothing of the paper. */
export function inspectionPage(model: OneComplaintModel) {
  const { t, complaint, errors } = model;
  const title = t('audit.complaint.title', { number: complaint.number });
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{ href: '/inspection', text: t('audit.inspection.title') }}
    >
      <FormErrors context={model} errors={errors} fields={{ text: 'text' }} />
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t(`complaintDone.${model.done}`)}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <ComplaintState {...model} complaint={complaint} />
      {complaint.documentId === null ? (
        <LookInQuestion model={model} access={model.access} />
      ) : (
        <PaperInQuestion model={model} />
      )}
      <section class="motlan-section">
        <h2 class="govuk-heading-m">{t('audit.complaint.history')}</h2>
        <ComplaintHistory {...model} complaint={complaint} self={t('audit.inspection.owner')} />
      </section>
      <Steps {...model} />
    </Layout>
  );
}

function Steps(model: OneComplaintModel) {
  const { t, complaint, errors, chrome } = model;
  const to = (step: string) => pathTo(['inspection', complaint.id, step]);
  const waits = complaint.state === 'RECEIVED' || complaint.state === 'IN_REVIEW';
  return (
    <>
      {complaint.state === 'RECEIVED' && (
        <Form csrfToken={chrome.csrfToken} action={to('take-up')}>
          <Button kind="secondary">{t('audit.inspection.takeUp')}</Button>
        </Form>
      )}
      {waits && (
        <Form csrfToken={chrome.csrfToken} action={to('answer')}>
          <Textarea
            name="text"
            label={t('audit.inspection.answerLabel')}
            hint={
              complaint.documentId === null
                ? t('audit.inspection.answerHint')
                : t('audit.inspection.answerHintPaper')
            }
            error={errorOf(model, errors, 'text')}
            value={model.typed ?? ''}
            rows={6}
            maxLength={2000}
          />
          <Button>{t('audit.inspection.answerSubmit')}</Button>
        </Form>
      )}
      {complaint.state === 'ANSWERED' && (
        <Form csrfToken={chrome.csrfToken} action={to('close')}>
          <Button kind="secondary">{t('audit.inspection.close')}</Button>
        </Form>
      )}
    </>
  );
}
