import type { Catalogue } from '../catalogue/index.js';
import type { FindDossier, ListCentreDossiers, OpenDossier } from '../dossiers/index.js';
import type { EvidenceRequestView, EvidenceUseCases, ListEvidenceRequests } from '../evidence/index.js';
import type { PageDeps } from '../http/page-context.js';
import type { Clock } from '../platform/clock.js';
import type { ComparisonsStore } from './comparisons.store.js';
import type { RecordComparison } from './record-comparison.js';

type Asked = Awaited<ReturnType<EvidenceUseCases['getEvidenceRequest']>>;

/** What the counter's pages call: the use cases of the API. */
export interface CounterPagesDeps extends PageDeps {
  readonly use: Pick<
    EvidenceUseCases,
    'openEvidenceRequest' | 'getEvidenceRequest' | 'readItemContent' | 'citeItem'
  > & {
    readonly openDossier: OpenDossier;
    readonly findDossier: FindDossier;
    readonly listCentreDossiers: ListCentreDossiers;
    readonly listEvidenceRequests: ListEvidenceRequests;
    readonly recordComparison: RecordComparison;
    readonly comparisonsOfRequest: ComparisonsStore['ofRequest'];
  };
  /** A request as its asker sees it. */
  readonly viewOfRequest: (asked: Asked) => EvidenceRequestView;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}
