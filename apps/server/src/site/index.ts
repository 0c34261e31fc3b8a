export { AboutPetition, CheckMailPage, ConfirmPage, ThanksPage } from './after-signing.js';
export { CampaignPage, CountryTable, HomePage } from './campaign.js';
export { NoticePage } from './notice.js';
export { PetitionPage } from './petition.js';
export { FirstRunPage, PROBLEM_STATUS, ProblemPage } from './problems.js';
export { faultMessage, fieldErrors } from './sign-form.js';
export { WithdrawPage, WithdrawalRequestPage, WithdrawalRequestedPage, WithdrawnPage } from './withdrawal.js';
export {
  type PlaceView, type TotalView, type CountryRowView, type StatedClaimView, type CampaignView, type HomeView, type CallView, type TallyView, type SignValues, type FieldFault, type SignFormView,
  type PrivacyView, type HelpContactView, type RecipientView,
  type HandoverView, type AnswerView, type BundleView, type CommitmentView, type PetitionView, type PetitionRef, type CheckMailView, type ConfirmView, type ThanksView, type NoticeView, type WithdrawView, type WithdrawnView, type WithdrawalRequestView, type ProblemView, type FirstRunView,
} from './view-models.js';
