export {
  type AcceptedType,
  type Catalogue,
  type Component,
  type DocumentType,
  isInForce,
  type Procedure,
  validToByRule,
  type Words,
} from './catalogue.js';
export { catalogueEndpoints } from './catalogue.routes.js';
export { trustClassSchema } from './catalogue.schemas.js';
export { loadCatalogue } from './load-catalogue.js';
export { atLeast, type TrustClass, trustRank } from './trust-class.js';
