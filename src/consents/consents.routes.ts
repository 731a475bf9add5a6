import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import type { Clock } from '../platform/clock.js';
import { ownerConsentView, recipientConsentView } from './consent-view.js';
import {
  acceptSchema,
  consentQuerySchema,
  emptySchema,
  eventPageSchema,
  eventQuerySchema,
  ownerConsentPageSchema,
  ownerConsentSchema,
  recipientConsentSchema,
} from './consents.schemas.js';
import type { AcceptConsent, EndConsent } from './decide-consent.js';
import type {
  GetConsentAsRecipient,
  GetOwnConsent,
  ListConsentEvents,
  ListConsents,
} from './list-consents.js';

export interface ConsentUseCases {
  readonly listConsents: ListConsents;
  readonly getOwnConsent: GetOwnConsent;
  readonly acceptConsent: AcceptConsent;
  readonly denyConsent: EndConsent;
  readonly withdrawConsent: EndConsent;
  readonly getConsentAsRecipient: GetConsentAsRecipient;
  readonly listConsentEvents: ListConsentEvents;
}

const byId = z.object({ id: z.uuid() });
const owner = { actor: 'OWNER' } as const;
const evidence = { actor: 'CLIENT', scope: 'evidence' } as const;

export function consentEndpoints(use: ConsentUseCases, clock: Clock): Endpoint[] {
  const asConsent = { description: 'The consent', schema: ownerConsentSchema };
  const ends = [
    { verb: 'deny', operationId: 'denyConsent', summary: 'Refuse', run: use.denyConsent },
    {
      verb: 'withdraw',
      operationId: 'withdrawConsent',
      summary: 'Withdraw consent',
      run: use.withdrawConsent,
    },
  ] as const;
  return [
    endpoint({
      method: 'get',
      path: '/me/consents',
      operationId: 'listConsents',
      summary: 'Who asked for my documents, newest first',
      tag: 'Owner',
      access: owner,
      query: consentQuerySchema,
      answers: { 200: { description: 'A page of consents', schema: ownerConsentPageSchema } },
      refusals: [],
      handle: async ({ actor, query, language }) => {
        const page = await use.listConsents({ actor, ...query });
        const items = page.items.map((consent) => ownerConsentView(consent, language, clock.now()));
        return { status: 200, body: { items, next: page.next } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/me/consents/{id}',
      operationId: 'getConsent',
      summary: 'One request for my consent',
      tag: 'Owner',
      access: owner,
      params: byId,
      answers: { 200: asConsent },
      refusals: ['CONSENT_NOT_FOUND'],
      handle: async ({ actor, params, language }) => ({
        status: 200,
        body: ownerConsentView(await use.getOwnConsent({ actor, id: params.id }), language, clock.now()),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/me/consents/{id}/accept',
      operationId: 'acceptConsent',
      summary: 'Agree',
      tag: 'Owner',
      access: owner,
      params: byId,
      body: acceptSchema,
      bodyOptional: true,
      answers: { 200: asConsent },
      refusals: [
        'CONSENT_NOT_FOUND',
        'LEVEL_TOO_LOW',
        'STEP_UP_REQUIRED',
        'CONSENT_ALREADY_DECIDED',
        'NOTHING_TO_SHARE',
      ],
      exists: ({ actor, params }) => use.getOwnConsent({ actor, id: params.id }),
      handle: async ({ actor, params, body, language }) => {
        const consent = await use.acceptConsent({
          actor,
          id: params.id,
          documentIds: body.documentIds,
          childAgrees: body.childAgrees,
          language,
        });
        return { status: 200, body: ownerConsentView(consent, language, clock.now()) };
      },
    }),
    ...ends.map(({ verb, operationId, summary, run }) =>
      endpoint({
        method: 'post',
        path: `/me/consents/{id}/${verb}`,
        operationId,
        summary,
        tag: 'Owner',
        access: owner,
        params: byId,
        body: emptySchema,
        bodyOptional: true,
        answers: { 200: asConsent },
        refusals: ['CONSENT_NOT_FOUND', 'CONSENT_ALREADY_DECIDED'],
        exists: ({ actor, params }) => use.getOwnConsent({ actor, id: params.id }),
        handle: async ({ actor, params, language }) => ({
          status: 200,
          body: ownerConsentView(await run({ actor, id: params.id }), language, clock.now()),
        }),
      }),
    ),
    endpoint({
      method: 'get',
      path: '/consents/{id}',
      operationId: 'getConsentAsRecipient',
      summary: 'A consent that this client asked for, with its signed artefact once given',
      tag: 'Partner systems',
      access: evidence,
      params: byId,
      answers: { 200: { description: 'The consent', schema: recipientConsentSchema } },
      refusals: ['CONSENT_NOT_FOUND'],
      handle: async ({ actor, params }) => ({
        status: 200,
        body: recipientConsentView(await use.getConsentAsRecipient({ actor, id: params.id }), clock.now()),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/consent-events',
      operationId: 'listConsentEvents',
      summary: 'What became of the consents that this client asked for, oldest first',
      tag: 'Partner systems',
      access: evidence,
      query: eventQuerySchema,
      answers: { 200: { description: 'Events', schema: eventPageSchema } },
      refusals: [],
      handle: async ({ actor, query }) => ({
        status: 200,
        body: await use.listConsentEvents({ actor, ...query }),
      }),
    }),
  ];
}
