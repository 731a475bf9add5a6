export { makeOidcAdapter } from './oidc-adapter.store.js';
