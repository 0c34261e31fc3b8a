/**
 * What must be the same on tablet and server. The tablet takes only types from the libs, so that nothing of the server is shipped to
 * browsers; protocol.spec.ts holds these against the originals.
 */
export const PROTOCOL = 1;
export const ANSWER_HEADER = 'countersign-answer';
export const TIME_HEADER = 'countersign-time';
export const UPLOAD_LOCK = 'countersign-upload';
/** Held shared by every tab that shows anything but the idle screen. */
export const BUSY_LOCK = 'countersign-busy';
export const CHANNEL = 'countersign-core';
