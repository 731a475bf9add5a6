import type { Router } from 'express';
import type { QuotaView } from '../documents/index.js';
import { mayOpenAndShare } from '../documents/index.js';
import type { PageDeps } from '../http/page-context.js';
import { makePageRoutes } from '../http/page-routes.js';
import type { OwnerActor } from '../platform/actor.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { ExportMyData } from './export-my-data.js';
import { myDataPage } from './pages/my-data.page.js';

export interface MyDataPagesDeps extends PageDeps {
  readonly use: {
    readonly exportMyData: ExportMyData;
    readonly readQuota: (ownerId: string) => Promise<QuotaView>;
  };
  readonly clock: Clock;
}

/** "My data": what there is, and all of it as one ZIP. */
export function makeMyDataPages(deps: MyDataPagesDeps): Router {
  const { use } = deps;
  const { router, owner } = makePageRoutes(deps);

  owner.get('/my-data', async ({ actor, context }) => ({
    page: myDataPage({
      ...context,
      quota: await use.readQuota(actor.ownerId),
      mayOpen: mayOpen(actor),
    }),
  }));

  // By POST: it writes lines into the log and is counted, so no link from elsewhere may set it off.
  owner.post(
    '/my-data/export',
    () => '/my-data',
    async ({ actor }) => ({
      download: {
        fileName: `motlan-${vietnamDate(deps.clock.now())}.zip`,
        mediaType: 'application/zip',
        pieces: await use.exportMyData({ actor }),
      },
    }),
  );

  return router;
}

function mayOpen(actor: OwnerActor): boolean {
  try {
    mayOpenAndShare(actor);
    return true;
  } catch {
    return false;
  }
}
