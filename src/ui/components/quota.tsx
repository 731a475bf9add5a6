import { formatNumber, formatSize } from '../format.js';
import type { PageContext } from '../page.js';
import { Progress } from './progress.js';

export interface QuotaModel {
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly usedDocuments: number;
  readonly limitDocuments: number;
}

/** How much of an owner's room is taken: a bar for the size, one for the number. Results take none of it. */
export function Quota({ t, lang, quota }: PageContext & { readonly quota: QuotaModel }) {
  return (
    <div class="motlan-quota">
      <Progress
        id="quota-bytes"
        label={t('common.quotaBytes')}
        words={t('common.quotaOf', {
          used: formatSize(lang, quota.usedBytes),
          limit: formatSize(lang, quota.limitBytes),
        })}
        value={quota.usedBytes}
        max={quota.limitBytes}
      />
      <Progress
        id="quota-documents"
        label={t('common.quotaDocuments')}
        words={t('common.quotaOf', {
          used: formatNumber(lang, quota.usedDocuments),
          limit: formatNumber(lang, quota.limitDocuments),
        })}
        value={quota.usedDocuments}
        max={quota.limitDocuments}
      />
    </div>
  );
}
