/** Somebody is to be invited by mail, or once more: `{invitationId, sending}`; the address is looked up when it is sent. */
export const INVITED = 'access.invited';
