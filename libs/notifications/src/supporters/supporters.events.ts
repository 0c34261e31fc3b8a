/** Somebody wants an update's mail for themselves, to look at. */
export const UPDATE_TEST_ASKED = 'supporters.test-asked';
