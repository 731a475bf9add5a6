import { Button, ButtonLink } from '../components/button.js';
import { Form } from '../components/form.js';
import { Layout } from '../components/layout.js';
import { InsetText } from '../components/texts.js';
import type { Maybe, PageContext } from '../page.js';

export interface KeptFormModel extends PageContext {
  /** Where the form was sent, and will be sent again. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** True when a file came with it, which is not kept: the form asks for it again. */
  readonly fileGone?: boolean;
  /** Where to sign in first; absent when that was done. */
  readonly signIn?: Maybe<string>;
}

/** A form that came when its session was over: nothing of it is lost, and it goes on by the person's own press. */
export function keptFormPage(model: KeptFormModel) {
  const { t, chrome, fields, signIn } = model;
  const title = signIn ? t('common.keptTitle') : t('common.keptAgainTitle');
  return (
    <Layout context={model} title={title}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h1 class="govuk-heading-l">{title}</h1>
          {signIn ? (
            <>
              <p class="govuk-body">{t(model.fileGone ? 'common.keptTextOnly' : 'common.keptText')}</p>
              <ol class="govuk-list govuk-list--number govuk-list--spaced">
                <li>{t('common.keptSignIn')}</li>
                <li>{t('common.keptComeBack')}</li>
              </ol>
              <ButtonLink href={signIn} newTab>
                {t('common.keptSignInLink')}
              </ButtonLink>
            </>
          ) : (
            <InsetText>
              {t('common.keptAgainText')} <bdi>{chrome.signedIn?.name}</bdi>
              {chrome.signedIn?.actingFor && (
                <>
                  , {t('common.keptAgainFor')} <bdi>{chrome.signedIn.actingFor}</bdi>
                </>
              )}
              .
            </InsetText>
          )}
          <Form csrfToken={chrome.csrfToken ?? ''} action={model.action}>
            {Object.entries(fields).flatMap(([name, value]) =>
              [value]
                .flat()
                .map((one, index) => (
                  <input key={`${name}-${index}`} type="hidden" name={name} value={one} />
                )),
            )}
            <Button kind={signIn ? 'secondary' : undefined} preventDoubleClick>
              {t('common.keptSend')}
            </Button>
          </Form>
        </div>
      </div>
    </Layout>
  );
}
