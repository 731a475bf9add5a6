import type { IncomingMessage } from 'node:http';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { AppError } from '../platform/app-error.js';
import { type SessionView, sessionViewSchema } from './session-view.js';

/** What a person's browser may know of its own session. */
export function sessionEndpoints(sessionView: (request: IncomingMessage) => SessionView | null): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/session',
      operationId: 'getSession',
      summary: 'Who is signed in, for whom, and the token that unsafe calls send',
      tag: 'Session',
      access: { actor: 'SESSION' },
      answers: { 200: { description: 'The session', schema: sessionViewSchema } },
      refusals: [],
      handle: async ({ request }) => {
        const view = sessionView(request);
        if (!view) throw new AppError('SIGN_IN_REQUIRED');
        return { status: 200, body: view };
      },
    }),
  ];
}
