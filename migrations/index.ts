import { CampaignsAndPetitions1763800000000 } from './1763800000000-campaigns-and-petitions.js';
import { SignaturesAndTallies1763800100000 } from './1763800100000-signatures-and-tallies.js';
import { AccessAndMail1763800200000 } from './1763800200000-access-and-mail.js';
import { Handovers1763800300000 } from './1763800300000-handovers.js';
import { HandoverReminders1763800400000 } from './1763800400000-handover-reminders.js';
import { ImportedFiles1763800500000 } from './1763800500000-imported-files.js';
import { Stores1763800600000 } from './1763800600000-stores.js';
import { LaidAside1763800700000 } from './1763800700000-laid-aside.js';
import { ToldFigures1763800800000 } from './1763800800000-told-figures.js';
import { Documents1763800850000 } from './1763800850000-documents.js';
import { OrganisersAccess1763800900000 } from './1763800900000-organisers-access.js';
import { PetitionWorkshop1763801000000 } from './1763801000000-petition-workshop.js';
import { Webhooks1763801100000 } from './1763801100000-webhooks.js';
import { HandoverCalendar1763801200000 } from './1763801200000-handover-calendar.js';
import { Seals1763801300000 } from './1763801300000-seals.js';
import { PromisesFollowed1763801400000 } from './1763801400000-promises-followed.js';
import { SupporterUpdates1763801500000 } from './1763801500000-supporter-updates.js';
import { BundlesAndSamples1763801600000 } from './1763801600000-bundles-and-samples.js';
import { NamesDemanded1763801700000 } from './1763801700000-names-demanded.js';
import { SampleQuestions1763801800000 } from './1763801800000-sample-questions.js';
import { LeanerSignatures1763801900000 } from './1763801900000-leaner-signatures.js';
import { TwoDoors1763802000000 } from './1763802000000-two-doors.js';
import { Screening1763802100000 } from './1763802100000-screening.js';
import { Watching1763802200000 } from './1763802200000-watching.js';
import { Publications1763802300000 } from './1763802300000-publications.js';
import { ProgressCards1763802400000 } from './1763802400000-progress-cards.js';
import { Facts1763802500000 } from './1763802500000-facts.js';
import { Reports1763802600000 } from './1763802600000-reports.js';
import { PublicFace1763802700000 } from './1763802700000-public-face.js';
import { PublicChanges1763802800000 } from './1763802800000-public-changes.js';
import { RankingsRest1763802900000 } from './1763802900000-rankings-rest.js';
import { ReportsRest1763803000000 } from './1763803000000-reports-rest.js';
import { InstrumentsSource1763803100000 } from './1763803100000-instruments-source.js';
import { InvalidUnconfirmed1763803200000 } from './1763803200000-invalid-unconfirmed.js';
import { ToldBefore1763803300000 } from './1763803300000-told-before.js';

/** In the order in which they are applied. */
export const migrations = [
  CampaignsAndPetitions1763800000000,
  SignaturesAndTallies1763800100000,
  AccessAndMail1763800200000,
  Handovers1763800300000,
  HandoverReminders1763800400000,
  ImportedFiles1763800500000,
  Stores1763800600000,
  LaidAside1763800700000,
  ToldFigures1763800800000,
  Documents1763800850000,
  OrganisersAccess1763800900000,
  PetitionWorkshop1763801000000,
  Webhooks1763801100000,
  HandoverCalendar1763801200000,
  Seals1763801300000,
  PromisesFollowed1763801400000,
  SupporterUpdates1763801500000,
  BundlesAndSamples1763801600000,
  NamesDemanded1763801700000,
  SampleQuestions1763801800000,
  LeanerSignatures1763801900000,
  TwoDoors1763802000000,
  Screening1763802100000,
  Watching1763802200000,
  Publications1763802300000,
  ProgressCards1763802400000,
  Facts1763802500000,
  Reports1763802600000,
  PublicFace1763802700000,
  PublicChanges1763802800000,
  RankingsRest1763802900000,
  ReportsRest1763803000000,
  InstrumentsSource1763803100000,
  InvalidUnconfirmed1763803200000,
  ToldBefore1763803300000,
];
