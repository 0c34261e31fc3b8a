import type { BatchAnswer, DeviceState } from '#libs/stores';

/** What came back from a request: an answer of ours (marked by our header), or nothing that counts as one. */
export type Answer =
  | { ours: true; status: number; code: string | null; faultyFields: string[]; body: unknown; retryAfter: string | null; etag: string | null }
  | { ours: false };

export type SendingTrouble = 'none' | 'offline' | 'ask-manager' | 'retired' | 'upgrade';

/** What an answer to a batch makes the uploader do. Whatever it is, no record goes without a receipt. */
export type Decision =
  | { do: 'settle'; answer: BatchAnswer }
  /** The time has been taken over from the answer; the same again, once. */
  | { do: 'again-by-their-clock' }
  | { do: 'next-number' }
  | { do: 'halve' }
  | { do: 'search' }
  /** Tries again by itself after `ms`, or when pressed. `standing`: what the manager made of this tablet, if the answer says it. */
  | { do: 'stop'; trouble: SendingTrouble; ms: number; standing: DeviceState | null }
  | { do: 'wait-as-asked'; retryAfter: string }
  | { do: 'back-off' };

const ASK_AGAIN_MS = 30 * 60_000;
const UPGRADE_AGAIN_MS = 15 * 60_000;

const OUTCOMES = ['stored', 'repeated', 'conflict'];

/** @param clockTaken whether this batch was sent again already because of the clock */
export function decide(answer: Answer, sent: readonly { seq: number; id: string }[], clockTaken: boolean): Decision {
  // A Wi-Fi login page answers 200 to everything; a proxy's 502 says nothing of the records either.
  if (!answer.ours) return { do: 'back-off' };
  const { status, code } = answer;
  if (status === 200) {
    const believed = believable(answer.body, sent);
    return believed === null ? { do: 'back-off' } : { do: 'settle', answer: believed };
  }
  switch (status) {
    case 401: return code === 'devices.clock' && !clockTaken ? { do: 'again-by-their-clock' } : askManager(null);
    case 403: return askManager(code === 'devices.refused' ? 'refused' : code === 'devices.not_admitted' ? 'awaiting' : null);
    case 409: return code === 'devices.batch_reused' ? { do: 'next-number' } : { do: 'back-off' };
    case 410: return { do: 'stop', trouble: 'retired', ms: ASK_AGAIN_MS, standing: 'retired' };
    case 413: return sent.length === 0 ? { do: 'back-off' } : { do: 'halve' };
    case 400:
    case 422: return malformed(answer.faultyFields, sent.length);
    case 426: return tooOld();
    case 429:
    case 503: return answer.retryAfter === null ? { do: 'back-off' } : { do: 'wait-as-asked', retryAfter: answer.retryAfter };
    default: return status >= 400 && status < 500 && status !== 408 && status !== 425 ? askManager(null) : { do: 'back-off' };
  }
}

const askManager = (standing: DeviceState | null): Decision => ({ do: 'stop', trouble: 'ask-manager', ms: ASK_AGAIN_MS, standing });
const tooOld = (): Decision => ({ do: 'stop', trouble: 'upgrade', ms: UPGRADE_AGAIN_MS, standing: null });

/**
 * One bad record is searched for and set aside. What is wrong with the batch around the records would make every one of them look
 * bad: there only newer code helps.
 */
function malformed(faultyFields: readonly string[], sent: number): Decision {
  const around = faultyFields.length > 0 && !faultyFields.some((field) => /^\/?records\b/.test(field));
  return sent === 0 || around ? tooOld() : { do: 'search' };
}

/**
 * An answer is believed if it is whole and names only what was sent, each once. It may leave some out: those stay queued.
 */
export function believable(body: unknown, sent: readonly { seq: number; id: string }[]): BatchAnswer | null {
  if (!isObject(body) || !Array.isArray(body.results) || !Array.isArray(body.shifts) || typeof body.kitVersion !== 'string') return null;
  const ids = new Map(sent.map(({ seq, id }) => [seq, id.toLowerCase()]));
  const results: BatchAnswer['results'] = [];
  for (const result of body.results as unknown[]) {
    if (!isObject(result) || typeof result.seq !== 'number' || typeof result.id !== 'string' || !OUTCOMES.includes(result.outcome as string)) return null;
    if (ids.get(result.seq) !== result.id.toLowerCase()) return null;
    ids.delete(result.seq);
    results.push({ seq: result.seq, id: result.id, outcome: result.outcome as BatchAnswer['results'][number]['outcome'] });
  }
  if (sent.length > 0 && results.length === 0) return null;
  const shifts = (body.shifts as unknown[]).filter((id): id is string => typeof id === 'string');
  return { serverTime: typeof body.serverTime === 'string' ? body.serverTime : '', results, shifts, kitVersion: body.kitVersion, ...othersIn(body.others) };
}

/** For the screen only: an answer without it, or with nonsense in it, is no worse an answer. */
function othersIn(others: unknown): Pick<BatchAnswer, 'others'> {
  if (!isObject(others) || typeof others.day !== 'string' || !Number.isSafeInteger(others.captured)) return {};
  return { others: { day: others.day, captured: others.captured as number } };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
