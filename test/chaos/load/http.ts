/** Longest that anybody waits for an answer before it counts as never. */
export const PATIENCE_MS = 30_000;

export interface Answer { status: number; body: unknown }

/** What became of requests, for the table. */
export class Answers {
  sent = 0;
  slowestMs = 0;
  /** No answer within the patience: somebody waits for ever. */
  readonly never: string[] = [];
  /** Honest requests that were refused, by status and code. */
  readonly refused = new Map<string, number>();
  /** Neither done nor a clear "later". */
  readonly unclear = new Map<string, number>();
  readonly accepted: string[] = [];
}

/** One request; status 0: the connection broke, and nobody knows what became of it. */
export async function ask(answers: Answers, url: string, body: string | null, headers: Record<string, string> = {}): Promise<Answer> {
  const began = performance.now();
  answers.sent += 1;
  try {
    const answer = await fetch(url, {
      ...(body === null ? {} : { method: 'POST', body }), headers: { 'content-type': 'application/json', ...headers }, signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual',
    });
    const text = await answer.text();
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') answers.never.push(new URL(url).pathname);
    return { status: 0, body: null };
  } finally {
    answers.slowestMs = Math.max(answers.slowestMs, performance.now() - began);
  }
}

/** Remembers an answer to something that was in order, where it is neither a success nor a clear "later" (503 with Retry-After). */
export function judgeAnswer(answers: Answers, what: string, { status, body }: Answer): void {
  if (status === 0 || status === 503 || (status >= 200 && status < 300)) return;
  const { code } = (body ?? {}) as { code?: string };
  const book = status < 500 ? answers.refused : answers.unclear;
  const name = `${what} ${status} ${code ?? ''}`.trim();
  book.set(name, (book.get(name) ?? 0) + 1);
}
