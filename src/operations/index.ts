export { type Finding, fsck, type FsckReport, isSound } from './fsck.js';
export { retireKey, rotateKey } from './key-changes.js';
export { makeKeyUse } from './key-use.store.js';
export { makeSweepOrphans } from './orphans.js';
export { reencrypt, type Reencrypted } from './reencrypt.js';
export { HalvesFault, joinKeyring, splitKeyring } from './keyring-halves.js';
export { keyringFileOf, openStorage, signingKeysFileOf } from './open-storage.js';
