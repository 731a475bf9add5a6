import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { makeApp } from './app.js';
import { makeAudit, makeLogPageLook, makeOwnerAudit } from './audit/index.js';
import { loadCatalogue } from './catalogue/index.js';
import { makeConsents, makeConsentsStore, type Sign } from './consents/index.js';
import { makeCounter } from './counter/index.js';
import type * as DevelopmentEid from './dev-eid/index.js';
import {
  makeDocuments,
  makeDocumentsStore,
  makeHoldBackMismatches,
  makeIntake,
  makeMatchDocuments,
  makeObjectsOf,
  makeOpenVersion,
  makePaperInQuestion,
  makeRescan,
  makeStoredObjectsStore,
  mayOpenAndShare,
} from './documents/index.js';
import {
  makeChangeDossier,
  makeDossiersStore,
  makeFindDossier,
  makeListCentreDossiers,
  makeOpenDossier,
} from './dossiers/index.js';
import { makeEndpoints } from './endpoints.js';
import { makeEvidence } from './evidence/index.js';
import { makeIdempotencyKeys } from './http/idempotency.store.js';
import { makeMetricsServer } from './http/metrics-server.js';
import { makeRateLimits, syncRateLimitIndexes } from './http/rate-limits.store.js';
import { fitsIdentities, loadClaimMapping, makeIdentity } from './identity/index.js';
import { makeJobLeases, runJobs } from './jobs/index.js';
import { embeddedEid } from './joining/embedded-eid.js';
import { openKeysAndStore } from './joining/keys-and-store.js';
import { canBeShared, makeIdentityFits, ownerQuota } from './joining/owner-facts.js';
import { recurringJobs } from './joining/recurring-jobs.js';
import { isAskedHerself, makeMandates } from './mandates/index.js';
import { makeExportMyData } from './my-data/index.js';
import { makeNotices } from './notices/index.js';
import { makeKeyUse, makeSweepOrphans } from './operations/index.js';
import { makePages, makeProblemPages } from './pages.js';
import { makePartners } from './partners/index.js';
import type { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { listen } from './platform/http-server.js';
import { inTransaction } from './platform/in-transaction.js';
import type { Logger } from './platform/logger.js';
import { makeMetrics } from './platform/metrics.js';
import { syncIndexes } from './platform/mongo.js';
import { makeSigner } from './platform/signing-keys.js';
import type { Transact } from './platform/transaction.js';
import { makeResults } from './results/index.js';
import { makeScanner } from './scanning/index.js';
import { assetRoutes } from './ui/asset.routes.js';
import { loadAssets } from './ui/assets.js';

/** Where the build puts stylesheet and scripts; the same from sources and from dist/. */
const assetsFolder = join(import.meta.dirname, '..', 'dist', 'assets');

export interface Service {
  readonly handler: RequestListener;
  /** What /readyz answers. */
  setReady(ready: boolean): void;
  /** Called once the service listens. */
  afterListen(address: { readonly port: number }): Promise<void>;
  /** Refuses the uploads that are still arriving; for a stop that has waited long enough for them. */
  refuseArriving(): void;
  close(): Promise<void>;
}

export interface ServiceDeps {
  readonly config: Config;
  readonly mongo: Connection;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The embedded e-ID; server.ts alone gives it, and never in production. */
  readonly developmentEid?: typeof DevelopmentEid | undefined;
}

/** Joins the features. What a feature needs from above itself is passed to it here as a function. */
export async function createService(deps: ServiceDeps): Promise<Service> {
  const { config, mongo: connection, logger, clock } = deps;
  const transact: Transact = (work) => inTransaction(connection, work);
  const base = { connection, clock, transact };

  const documentsStore = makeDocumentsStore(connection);
  const { signingKeys, sessionSecret, blobs, encryption } = await openKeysAndStore(config, () =>
    documentsStore.isEmpty(),
  );
  const signer = makeSigner(signingKeys, { issuer: config.publicUrl, clock });
  const sign: Sign = (typ, claims) => signer.sign(typ, claims);
  const catalogue = loadCatalogue(config.configDir);
  const claims = await loadClaimMapping(config.configDir);
  const scanner = makeScanner(config.scanner);
  const scanning = config.scanner.kind !== 'none';
  const intake = await makeIntake({ config, encryption, scanner, clock });

  const { log } = makeAudit(base);
  const rateLimits = makeRateLimits({ connection, policies: config.rates });
  const notices = makeNotices({
    ...base,
    channels: config.notices,
    countCode: (ownerId) => rateLimits.count('codes', `OWNER:${ownerId}`),
    actsFor: async (personId, ownerId) => (await mandates.answersFor(personId)).includes(ownerId),
    onFailure: (failure) => logger.warn(failure, 'a notice could not be sent on'),
  });
  const { notify } = notices;
  const logPageLook = makeLogPageLook({ ...base, log });
  const keyUse = makeKeyUse(base);
  const storedObjects = makeStoredObjectsStore(connection);
  const openVersion = makeOpenVersion({
    blobs,
    encryption,
    locate: (...sought) => storedObjects.locate(...sought),
  });
  const dossiers = makeDossiersStore(connection);

  const mandates = makeMandates({
    ...base,
    notify,
    log,
    birthDateOf: async (ownerId) => (await identity.findOwnerById(ownerId))?.birthDate ?? null,
    // Made when a mandate is first wanted, which is after everything is joined.
    findPerson: (value) =>
      identity.findOrCreateOwner({ key: { kind: 'PERSONAL_ID', value }, source: 'DOSSIER' }),
  });
  let port = config.port;
  const eid = embeddedEid(deps, sessionSecret, () => port);
  const identity = makeIdentity({
    config,
    providers: {
      owner: config.eid === 'development' ? eid.clients.owner : config.eid,
      staff: config.staff === 'development' ? eid.clients.staff : config.staff,
    },
    ...(eid.fetch ? { fetch: eid.fetch } : {}),
    sessionSecret,
    connection,
    clock,
    logger,
    claims,
    landing: { owner: '/documents', staff: '/counter' },
    actingUnder: (...held) => mandates.actingUnder(...held),
    choosing: (...asked) => mandates.choosing(...asked),
    keepRepresentations: mandates.keepRepresentations,
    onIdentityConfirmed: async (confirmed) => {
      const ids = await makeHoldBackMismatches({ documents: documentsStore, fits: fitsIdentities })(
        confirmed,
      );
      if (ids.length > 0) logger.warn({ documentIds: ids }, 'identity differs: documents held back');
    },
  });
  const identityFits = makeIdentityFits(identity);
  const partners = makePartners({ config, connection, signingKeys, clock, logger });

  const ownerAudit = makeOwnerAudit({
    ...base,
    log,
    notify,
    hiddenDocuments: (ownerId) => documentsStore.idsNotShown(ownerId),
    paperInQuestion: makePaperInQuestion({ documents: documentsStore }),
    complaintDays: config.complaintDays,
  });
  const documents = makeDocuments({
    tellOfDisowned: (ids) => logger.warn(ids, 'the owner says it is not hers: document held back'),
    ...base,
    ...intake,
    documents: documentsStore,
    blobs,
    openVersion,
    encryption,
    currentKeyId: encryption.currentKeyId,
    catalogue,
    quota: ownerQuota(identity, config),
    log,
    logPageLook,
    notify,
    scanning,
    alertOrigin: (type, { dossierCode }, documentId, session) =>
      dossiers.alertOrigin(dossierCode, { type, documentId, at: clock.now() }, session),
    fileMistake: ownerAudit.fileMistake,
    alertCitingDossiers: (type, documentId, session) =>
      dossiers.alertCiting({ type, documentId, at: clock.now() }, session),
  });
  const findDossier = makeFindDossier({ dossiers });
  const openDossier = makeOpenDossier({
    dossiers,
    catalogue,
    findOwnerByKey: identity.findOwnerByKey,
    findOrCreateOwner: identity.findOrCreateOwner,
    clock,
  });
  const changeDossier = makeChangeDossier({
    dossiers,
    findDossier,
    transact,
    closeCitations: (ids, session) => documentsStore.closeCitations(ids, session),
  });
  const consents = makeConsents({
    ...base,
    sign,
    controller: config.publicUrl,
    mayShare: mayOpenAndShare,
    levels: config.consentAuthLevel,
    isSensitive: (code) => catalogue.isSensitive(code),
    isAskedHerself: async (ownerId) => {
      const owner = await identity.findOwnerById(ownerId);
      return owner !== null && owner.birthDate !== null && isAskedHerself(owner.birthDate, clock.now());
    },
    answersFor: (personId) => mandates.answersFor(personId),
    isShareable: async (id) => {
      const found = await documentsStore.byId(id);
      return found !== null && canBeShared(found);
    },
  });
  const evidence = makeEvidence({
    ...base,
    ...consents,
    catalogue,
    dossiers,
    findDossier,
    findDocument: (id) => documentsStore.byId(id),
    matchDocuments: makeMatchDocuments({ documents: documentsStore, scanning }),
    countCitation: (id, session) => documentsStore.countCitation(id, session),
    identityFits,
    openVersion,
    log,
    notify,
    sign,
    scanning,
  });
  const counter = makeCounter({ ...base, grantItem: evidence.grantItem, documents: documentsStore, log });
  const results = makeResults({
    ...base,
    findDossier,
    documents: documentsStore,
    dossiers,
    blobs,
    currentKeyId: encryption.currentKeyId,
    catalogue,
    identityFits,
    log,
    notify,
    alertCitingDossiers: (type, documentId, session) =>
      dossiers.alertCiting({ type, documentId, at: clock.now() }, session),
  });
  const exportMyData = makeExportMyData({
    ...ownerAudit,
    documents: documentsStore,
    objectsOf: makeObjectsOf({ openVersion, documents: documentsStore }),
    consents: makeConsentsStore(connection),
    findOwner: identity.findOwnerById,
    allNotices: notices.allNotices,
    mandatesOf: (ownerId) => mandates.listMandates(ownerId, ownerId),
    noticeSettings: (input) => notices.copySettings(input),
    log,
    scanning,
    countExport: (ownerId) => rateLimits.count('exports', `OWNER:${ownerId}`),
    clock,
  });

  const endpoints = makeEndpoints({
    sessionView: identity.sessionView,
    documents,
    consents,
    audit: ownerAudit,
    dossiers: { openDossier, findDossier, changeDossier },
    evidence,
    results,
    counter,
    shared: {
      ...intake,
      catalogue,
      clock,
      publicUrl: config.publicUrl,
      documents: documentsStore,
      findDossier,
      procedureOf: async (actor, code) => (await findDossier({ actor, code })).procedureCode,
    },
  });

  const page = { session: identity, asset: loadAssets(assetsFolder) };
  const pages = makePages({
    ...page,
    documents,
    consents,
    mayShare: mayOpenAndShare,
    audit: ownerAudit,
    notices,
    mandates,
    findOwnerByKey: identity.findOwnerByKey,
    ownSessions: identity.ownSessions,
    exportMyData,
    counter: {
      ...evidence,
      ...counter,
      openDossier,
      findDossier,
      listCentreDossiers: makeListCentreDossiers({ dossiers }),
    },
    catalogue,
    clock,
    publicUrl: config.publicUrl,
  });

  // Every model is made by now, else its indexes would not be.
  const idempotencyKeys = makeIdempotencyKeys(base);
  await Promise.all([syncIndexes(connection), syncRateLimitIndexes(connection)]);
  const keyInUse = await keyUse.begin(encryption.currentKeyId);
  let ready = false;
  const isReady = async () => ready && (await answers(connection));
  const metrics = makeMetrics({ memoryBudgetUsedBytes: intake.memoryUsedBytes });
  const metricsServer = makeMetricsServer({ readMetrics: () => metrics.read(), isReady });
  const rescan = makeRescan({
    documents: documentsStore,
    openVersion,
    scan: intake.scanStream,
    transact,
    notify,
    clock,
    onDamaged: (documentId, err) => logger.error({ documentId, err }, 'cannot be scanned'),
  });
  const running = runJobs({
    leases: makeJobLeases(connection),
    jobs: recurringJobs({
      ...consents,
      ...documents,
      sendNotices: notices.sendNotices,
      sweepOrphans: makeSweepOrphans({ objects: storedObjects, blobs, clock }),
      rescan: scanning ? rescan : undefined,
    }),
    clock,
    logger,
    onOutcome: ({ job, outcome, seconds, settled }) => metrics.job({ job, outcome }, seconds, settled),
  });
  return {
    handler: makeApp({
      config,
      logger,
      endpoints,
      authentication: {
        session: (request) => identity.actorOf(request),
        bearer: partners.authenticateBearer,
        checkCsrf: identity.checkCsrf,
      },
      idempotencyKeys,
      rateLimits,
      tokenHandler: partners.tokenHandler,
      developmentEid: eid.handlerWith({
        connection,
        claims,
        signingKeys,
        logger,
        stylesheet: page.asset('main.css'),
      }),
      publicJwks: () => signer.publicJwks(),
      isReady,
      observeRequest: (labels, seconds) => metrics.request(labels, seconds),
      loadSession: identity.loadSession,
      signIn: identity.router,
      assets: assetRoutes(assetsFolder),
      pages,
      drawProblem: makeProblemPages(page),
    }),
    setReady: (value) => {
      ready = value;
    },
    afterListen: async (address) => {
      port = address.port;
      if (config.metricsPort !== undefined)
        await listen(metricsServer, { host: config.host, port: config.metricsPort });
    },
    refuseArriving: () => intake.refuseArriving(),
    close: async () => {
      await running.stop();
      metricsServer.close();
      await intake.close();
      notices.closeChannels();
      await keyInUse.end();
    },
  };
}

async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.db?.admin().ping();
    return true;
  } catch {
    return false;
  }
}
