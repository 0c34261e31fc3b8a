import { type DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { StoresModule } from '#libs/stores';
import { TalliesModule } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { BatchDoor } from './doors/batch-door.js';
import { BatchWriter } from './batch-writer.js';
import { DisownedRecords } from './disowned-records.js';
import { QuarantineDesk } from './quarantine-desk.js';
import { ChallengeStates } from './screening/challenge-states.js';
import { Clusters } from './screening/clusters.js';
import { ScreeningSweep } from './screening/screening-sweep.js';
import { SealedDrain } from './sealed-intake.js';
import { SignatureIntake } from './intake.service.js';
import { SignatureKeeper } from './keeper.service.js';
import { SignatureLedger } from './ledger.service.js';
import { Presses } from './presses.service.js';
import { KeyingComparison } from './keying-comparison.js';
import { PublishedKeys } from './published-keys.js';
import { StoreFigures } from './store-figures.js';
import { SignedNames } from './signed-names.js';
import { SignerMailSource } from './signer-mail.source.js';
import { SupporterRecords } from './updates-audience.js';

/** The same ledger behind two doors: the server seals and presses buttons; the worker opens, judges and writes. */
@Module({})
export class SignaturesModule {
  /** For whoever faces the internet: nothing in it can open what it seals. */
  static forDoor(): DynamicModule {
    return DOOR;
  }

  /** For the worker: the only holder of private and hashing keys. */
  static forWorker(): DynamicModule {
    const keys = { provide: PrivateKeyStore, inject: [AppConfig], useFactory: (config: AppConfig) => PrivateKeyStore.open(config.keysDir) };
    const providers = [SignatureLedger, PublishedKeys, BatchWriter, SealedDrain, KeyingComparison, DisownedRecords, SignatureKeeper, SignedNames, SignerMailSource, ScreeningSweep, SupporterRecords];
    return { module: SignaturesModule, imports: [StoresModule, TalliesModule], providers: [keys, ...providers], exports: [keys, ...providers] };
  }
}

const AT_THE_DOOR = [SignatureLedger, PublishedKeys, BatchDoor, SignatureIntake, Presses, QuarantineDesk, StoreFigures, ChallengeStates, Clusters];
/** One object, by which Nest knows it: whoever imports it gets the same `BatchDoor`, and what it says of itself is true of all. */
const DOOR: DynamicModule = { module: SignaturesModule, imports: [TalliesModule], providers: AT_THE_DOOR, exports: AT_THE_DOOR };
