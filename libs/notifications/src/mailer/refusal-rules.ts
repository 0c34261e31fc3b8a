/**
 * What a failed attempt means.
 * - `refused`: this mail will never be taken by this mailbox; trying again would only annoy.
 * - `passing`: later may go better. `server` tells that no other mail would have got through either.
 */
export type Failure =
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'passing'; readonly code: string; readonly server: boolean };

/** The parts of an SMTP client's error that are read. Its texts are not: they quote addresses. */
interface SmtpError { code?: unknown; command?: unknown; responseCode?: unknown; response?: unknown }

/**
 * Sorts a failure by RFC 5321, 4.2.1: 4yz is passing, 5yz is for good. Exceptions, each for a reason:
 * a refusal of our login or of us as sender says nothing about the mailbox, so the mail waits until that is mended;
 * 552 to RCPT means "too many recipients for now" (RFC 5321, 4.5.3.1.10); 421 and 521 turn away the whole connection.
 */
export function sortFailure(error: unknown): Failure {
  const { code, command, responseCode } = (error ?? {}) as SmtpError;
  const reply = typeof responseCode === 'number' ? responseCode : null;
  const step = typeof command === 'string' ? command : '';
  if (reply === null) return addressIsImpossible(code, step) ? { outcome: 'refused', code: 'mail.address_impossible' } : passing(`mail.${word(code)}`, true);
  const told = `smtp.${reply}${enhanced(error as SmtpError)}`;
  if (reply === 421 || reply === 521) return passing(told, true);
  if (!step.startsWith('RCPT') && !step.startsWith('DATA')) return passing(told, true);
  if (reply >= 500 && !(reply === 552 && step.startsWith('RCPT'))) return { outcome: 'refused', code: told };
  return passing(told, false);
}

const passing = (code: string, server: boolean): Failure => ({ outcome: 'passing', code, server });

/** The client itself found that no server could take this envelope. */
const addressIsImpossible = (code: unknown, step: string): boolean => code === 'EENVELOPE' && step === 'API';

const word = (code: unknown): string => (typeof code === 'string' && /^[A-Z0-9_]{2,30}$/.test(code) ? code.toLowerCase() : 'failed');

/** The enhanced status code (RFC 3463), digits and dots only. */
function enhanced({ response }: SmtpError): string {
  const match = typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) : null;
  return match ? `-${match[1]}` : '';
}

/**
 * Whether a code of ours says that this mailbox is not there, so that nothing should be sent to it again: RFC 3463 class 5, subject 1
 * (addressing) but for 5.1.7 and 5.1.8, which blame the sender; 5.2.1 (disabled). Without an enhanced code: 550, 551 and 553. A full
 * mailbox, a policy or the content says nothing about the next mail.
 */
export function mailboxIsGone(code: string): boolean {
  const enhanced = /[-.]5\.(\d{1,3})\.(\d{1,3})$/.exec(code);
  if (!enhanced) return /^smtp\.55[013]$/.test(code) || code === 'mail.address_impossible';
  const [, subject = '', detail = ''] = enhanced;
  return (subject === '1' && detail !== '7' && detail !== '8') || (subject === '2' && detail === '1');
}
