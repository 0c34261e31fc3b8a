import { mailboxIsGone } from '../mailer/refusal-rules.js';

/**
 * - `gone`: the mailbox is not there (RFC 3464 with a status that `mailboxIsGone` takes so)
 * - `failed`: this mail did not arrive, which says nothing about the next · `complained`: its owner called it spam (RFC 5965)
 */
export interface Bounce { messageIds: string[]; verdict: 'gone' | 'failed' | 'complained'; code: string }

const MOST_IDS = 5;

/**
 * What a delivery status notification (RFC 3464) or a feedback report (RFC 5965) says of one of our mails; null: anything else, such as
 * a delay, a delivery or a holiday answer. Read from the text itself: reporters put the parts together in many ways. Of it all only
 * Message-IDs and a status are taken, no address.
 */
export function readBounce(source: string): Bounce | null {
  const text = source.replace(/\r\n?/g, '\n');
  const field = (name: string): string[] => [...text.matchAll(new RegExp(`^${name}:[ \\t]*((?:.|\\n[ \\t])*)$`, 'gim'))].map(([, value = '']) => value.replace(/\s+/g, ' ').trim());
  const messageIds = [...new Set([...field('Original-Envelope-Id').map(asMessageId), ...field('Message-ID'), ...field('Original-Message-ID')].flatMap((value) => value.match(/<[0-9a-f]{40}@[^\s<>]+>/g) ?? []))].slice(0, MOST_IDS);
  if (messageIds.length === 0) return null;
  if (/^content-type:[ \t]*message\/feedback-report/im.test(text)) return { messageIds, verdict: 'complained', code: 'complaint' };
  if (!/^content-type:[ \t]*message\/delivery-status/im.test(text) || !field('Action').some((action) => /^failed\b/i.test(action))) return null;
  const status = field('Status').map((value) => /^5\.\d{1,3}\.\d{1,3}/.exec(value)?.[0]).find(Boolean) ?? '5.0.0';
  const reply = field('Diagnostic-Code').map((value) => /^smtp;\s*(5\d\d)/i.exec(value)?.[1]).find(Boolean);
  const code = status === '5.0.0' && reply ? `smtp.${reply}` : `bounce.${status}`;
  return { messageIds, verdict: mailboxIsGone(code) ? 'gone' : 'failed', code };
}

const asMessageId = (value: string): string => (/^<.*>$/.test(value) ? value : `<${value}>`);

/** The messages of an mbox (RFC 4155), or the one message that the text is. */
export function messagesIn(text: string): string[] {
  return text.startsWith('From ') ? text.split(/^From .*\r?\n/m).filter((message) => message.trim() !== '') : [text];
}
