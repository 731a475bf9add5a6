import { idFrom, type PageRoutes } from '../http/page-routes.js';
import { z } from '../http/zod.js';
import type { EndOwnSession, EndOwnSessions, ListOwnSessions } from './own-sessions.js';
import { sessionListPage } from './pages/session-list.page.js';

export interface SessionPagesDeps {
  readonly use: {
    readonly listOwnSessions: ListOwnSessions;
    readonly endOwnSession: EndOwnSession;
    readonly endOwnSessions: EndOwnSessions;
  };
}

const done = z.enum(['ENDED']).optional().catch(undefined);

/** Where a person, owner or officer, is signed in; to end one of it, or all. */
export function addSessionPages({ person }: PageRoutes, { use }: SessionPagesDeps): void {
  person.get('/sessions', async (visit) => ({
    page: sessionListPage({
      ...visit.context,
      sessions: await use.listOwnSessions(visit.actor),
      own: visit.sessionHandle,
      done: visit.query({ done }).done,
    }),
  }));

  person.post('/sessions/:id/end', here, async (visit) => {
    await use.endOwnSession(visit.actor, idFrom(visit.params));
    return { seeOther: '/sessions?done=ENDED' };
  });

  person.post('/sessions/end-all', here, async ({ actor }) => {
    await use.endOwnSessions(actor);
    return { seeOther: '/' };
  });
}

function here(): string {
  return '/sessions';
}
