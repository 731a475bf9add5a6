import { Button } from '../../ui/components/button.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import type { FormError } from '../../ui/form-errors.js';
import type { PageContext } from '../../ui/page.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';

export const edges = ['top', 'bottom', 'left', 'right'] as const;
type Edge = (typeof edges)[number];

export interface CropPhotoModel extends PageContext {
  /** Of the document that is yet to be made. */
  readonly of: string;
  readonly id: string;
  readonly number: number;
  readonly count: number;
  readonly turn: number;
  /** Percent cut off at each edge, as typed. */
  readonly typed: Readonly<Partial<Record<Edge, string>>>;
  readonly errors: readonly FormError[];
}

/** One photo large, with lines to measure by: how much of each edge is cut off. With the script edges are drawn. */
export function cropPhotoPage(model: CropPhotoModel) {
  const { t, chrome, of, id, number, count, turn, typed, errors } = model;
  const page = t('documents.photos.page', { n: number, count });
  return (
    <Layout
      context={model}
      title={t('documents.crop.title')}
      script="upload-queue.js"
      hasErrors={errors.length > 0}
      back={{ href: pathTo(['photos', of]), text: t('documents.photos.title') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FormErrors
            context={model}
            errors={errors}
            fields={Object.fromEntries(edges.map((edge) => [edge, edge]))}
          />
          <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{page}</span>
            {t('documents.crop.title')}
          </h1>
          <p class="govuk-body">{t('documents.crop.lead')}</p>
          <p class="govuk-body" data-crop-drag hidden>
            {t('documents.crop.drag')}
          </p>
          <div class="motlan-crop">
            <div class="motlan-crop__paper">
              <img
                class="motlan-crop__picture"
                src={safeHref(pathTo(['photos', of, 'pages', id], { whole: String(turn) })) ?? ''}
                alt={page}
              />
            </div>
          </div>
          <Form csrfToken={chrome.csrfToken} action={pathTo(['photos', of, 'pages', id, 'crop'])} id="crop">
            <input type="hidden" name="turn" value={String(turn)} />
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
                {t('documents.crop.legend')}
              </legend>
              <div class="motlan-crop__edges">
                {edges.map((edge) => (
                  <Input
                    key={edge}
                    name={edge}
                    label={t(`cropEdge.${edge}`)}
                    error={errorOf(model, errors, edge)}
                    classes="govuk-input--width-3"
                    inputmode="numeric"
                    autocomplete="off"
                    value={typed[edge] ?? '0'}
                  />
                ))}
              </div>
            </fieldset>
            <div class="govuk-button-group">
              <Button preventDoubleClick>{t('documents.crop.cut')}</Button>
              <Button kind="secondary" name="whole" value="yes" preventDoubleClick>
                {t('documents.crop.whole')}
              </Button>
            </div>
          </Form>
        </div>
      </div>
    </Layout>
  );
}
