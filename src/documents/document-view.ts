import { currentVersionOf, type StoredDocument, statusOn } from './document.js';

/** A document as the API shows it to its owner. @param today date of law, for EXPIRED */
export function documentView(document: StoredDocument, today: string) {
  const { id, typeCode, title, number, issuer, issuedOn, validFrom, validTo, permanent, source } = document;
  return {
    id,
    typeCode,
    title,
    number,
    issuer,
    issuedOn,
    validFrom,
    validTo,
    permanent,
    trustClass: currentVersionOf(document).trustClass,
    status: statusOn(document, today),
    source,
    currentVersion: document.currentVersion,
    versions: document.versions.map((version) => ({
      version: version.version,
      sha256: version.sha256,
      sizeBytes: version.sizeBytes,
      mediaType: version.mediaType,
      fileName: version.fileName,
      pages: version.pages,
      scan: version.scan,
      // Signatures are verified by a later issue; null means unsigned or not looked at.
      signature: null,
      trustClass: version.trustClass,
      comparedBy: version.comparedBy && {
        name: version.comparedBy.name,
        position: version.comparedBy.position,
        agency: version.comparedBy.agency,
        at: version.comparedBy.at,
      },
      createdAt: version.createdAt,
    })),
    createdAt: document.createdAt,
  };
}
export type DocumentView = ReturnType<typeof documentView>;
