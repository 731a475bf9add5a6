import { Given } from '../../ui/components/value.js';
import { formatDate } from '../../ui/format.js';
import { nameOf } from '../../ui/page.js';
import type { ConsentModel } from './consent-model.js';
import type { ConsentDocument } from './consent-view.js';

/** The owner's own title, else the name of the type. */
export function nameOfDocument(model: ConsentModel, document: ConsentDocument): string {
  return document.title || nameOf(model.lang, model.types, document.typeCode);
}

/** What tells two papers of one type apart: type, number, issuer, day, version, worth. */
export function describe(model: ConsentModel, document: ConsentDocument) {
  const { t, lang } = model;
  const type = nameOf(lang, model.types, document.typeCode);
  const facts = [
    document.title && document.title !== type && type,
    document.number,
    document.issuer?.name,
    document.issuedOn && formatDate(lang, document.issuedOn),
    document.version && t('consents.one.version', { version: document.version }),
    document.trustClass && t(`trustClass.${document.trustClass}`),
  ].filter((fact): fact is string => Boolean(fact));
  return facts.map((fact, index) => (
    <>
      {index > 0 && ' · '}
      <Given>{fact}</Given>
    </>
  ));
}
