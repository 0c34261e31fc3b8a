import { type Platform } from './platform.js';
import { type Tablet } from './types.js';

export { isOpen, openPetitions } from './kit-rules.js';
export { browserPlatform, type Platform } from './platform.js';
export {
  type CustomerSigning, NoKey, NotPaired, type PairingOutcome, type Phase, type SheetLine, StorageBroken, StorageFull, type Tablet, type TabletState,
  type Trouble, UnknownSheet,
} from './types.js';

/** Opens what is on this tablet and begins to upload. Never throws: what is missing or broken is told in `state`. */
export function openTablet(_platform?: Platform): Promise<Tablet> {
  return Promise.reject(new Error('not yet'));
}
