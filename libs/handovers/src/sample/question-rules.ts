/** How long the buttons of a mail work. */
export const ANSWERS_DAYS = 30;
/** One reminder, so long after the mail. */
export const REMINDED_AFTER_DAYS = 7;
/** Nobody is reminded of what is over the day after. */
export const LAST_REMINDER_DAYS_BEFORE = 2;
/** Of fewer, what is told of their answers could be about somebody one knows (SECURITY: cells under ten). */
export const FEWEST_ASKED = 10;

const DAY_MS = 86_400_000;

/** When the next mail of a question is due, after one was sent; null: none any more. */
export function nextMailAt(sent: 'question' | 'reminder', now: Date, until: Date): Date | null {
  if (sent === 'reminder') return null;
  const at = new Date(now.getTime() + REMINDED_AFTER_DAYS * DAY_MS);
  return at.getTime() <= until.getTime() - LAST_REMINDER_DAYS_BEFORE * DAY_MS ? at : null;
}

/**
 * SQL of what became of each one drawn: `DRAWS_SQL`, with the sample as x.
 * Who was asked has no outcome written down by anybody, so that nobody finds out an answer by writing over it.
 */
const AWAITED_SQL = `(q.answer is null and x.published_at is null and (q.due_at is not null or q.asked_at is not null) and x.answers_until > clock_timestamp())`;
export const OUTCOME_SQL = `(case when q.sample_id is null then d.outcome when q.answer then 'valid' when not q.answer then 'invalid' when not ${AWAITED_SQL} then 'not_reached' end)`;
export const DRAWS_SQL = `sample_draws d left join sample_questions q on q.sample_id = d.sample_id and q.position = d.position`;
