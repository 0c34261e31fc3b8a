import { CampaignsAndPetitions1763800000000 } from './1763800000000-campaigns-and-petitions.js';
import { SignaturesAndTallies1763800100000 } from './1763800100000-signatures-and-tallies.js';
import { AccessAndMail1763800200000 } from './1763800200000-access-and-mail.js';
import { Handovers1763800300000 } from './1763800300000-handovers.js';
import { HandoverReminders1763800400000 } from './1763800400000-handover-reminders.js';
import { ImportedFiles1763800500000 } from './1763800500000-imported-files.js';
import { Stores1763800600000 } from './1763800600000-stores.js';
import { LaidAside1763800700000 } from './1763800700000-laid-aside.js';
import { ToldFigures1763800800000 } from './1763800800000-told-figures.js';

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
];
