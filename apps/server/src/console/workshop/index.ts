export { CampaignSettingsController, QuietHoursPageController } from './campaign.controller.js';
export { WorkshopController } from './workshop.controller.js';
