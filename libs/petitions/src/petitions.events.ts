export const CAMPAIGN_CREATED = 'campaign.created';
export const PETITION_OPENED = 'petition.opened';
export const PETITION_CLOSED = 'petition.closed';

export interface CampaignCreated {
  campaignId: number;
}

export interface PetitionEvent {
  petitionId: number;
}
