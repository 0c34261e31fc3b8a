import type { HelpContactEntry, Words } from './import/format.js';

/** Who writes: a user's id for history and audit, and the name shown beside what was recorded. */
export interface PetitionActor {
  id: string;
  name: string;
}

export interface PartnerInput {
  key: string;
  name: string;
  role?: string | null;
  /** Signers may ask for this partner's news. */
  sendsUpdates?: boolean;
  /** What stands beside the box that a signer may tick, by language. A language left out keeps its own; each change is kept as a version. */
  wording?: Words;
}

export interface ControllerInput {
  name: string;
  address?: Words;
  email: string;
}

export interface NewCampaign {
  slug: string;
  title: Words;
  defaultLanguage: string;
  languages?: string[];
  summary?: Words;
  controller?: ControllerInput | null;
  retention?: { months: number; text: Words } | null;
  partners?: PartnerInput[];
  noindex?: boolean;
  /** `required` (what a new campaign begins with): a petition opens, and changes its meaning, only with a second person's approval. */
  reviewBeforeOpening?: 'required' | 'off';
}

/** What is left out stays. */
export type CampaignPatch = Partial<Omit<NewCampaign, 'slug'>>;

export interface TextInput {
  language: string;
  title: string;
  demand: string;
  /** What happens with the signer's data; needed before the petition opens. */
  notice?: string | null;
}

export interface PetitionPolicies {
  confirmation?: 'required' | 'none';
  eligibility?: 'anyone' | 'residents';
  minimumAge?: number;
}

export interface NewPetition extends PetitionPolicies {
  /** Slug of the campaign. */
  campaign: string;
  /** ISO 3166-1 alpha-2, `region-…` or `global-…`; made if the campaign has none such yet. */
  jurisdiction: string;
  /** Of a jurisdiction that is made here; a country's follows from its code. */
  jurisdictionName?: string;
  names?: Words;
  /** Of a region: the countries in it. */
  members?: string[];
  /** Id of a region whose texts and calls apply here; then there are no own ones. */
  sharedFrom?: string | null;
  /** The petition's own language first. */
  texts: TextInput[];
  /** Must be chosen: `high` shows its count once a day. */
  privacy: 'standard' | 'high';
  target?: number | null;
  opensAt?: Date | null;
  closesAt?: Date | null;
  /** IANA. */
  timeZone?: string;
  addressee?: string | null;
  helpContacts?: HelpContactEntry[];
}

/** What is left out stays. Who may sign, how they confirm and from what age is settled once a petition is open. */
export interface PetitionPatch extends PetitionPolicies {
  privacy?: 'standard' | 'high';
  target?: number | null;
  opensAt?: Date | null;
  closesAt?: Date | null;
  timeZone?: string;
  addressee?: string | null;
  helpContacts?: HelpContactEntry[];
  /** From which share of a milestone it is approaching, 0.5 to 0.999. */
  approachingShare?: number;
}

export interface PetitionIds {
  id: number;
  slug: string;
  campaignId: number;
  campaign: string;
  jurisdictionId: string;
  version: number;
}

export interface Page<Item> {
  items: Item[];
  page: number;
  pageSize: number;
  total: number;
}
