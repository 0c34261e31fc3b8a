/** What the generator is told and what it answers. Plain data, since it is a process of its own. */

export interface Crowd {
  /** In every address, so that nobody of another run is met again. */
  run: string;
  petitions: { slug: string; country: string; weight: number }[];
  /** Share of requests, 0 to 1, in which somebody signs the same petition again. */
  duplicates: number;
  /** Internet addresses that all of them come from, one IPv6 in three. */
  addresses: number;
}

/** Requests made beforehand; each connection takes from list number (its own modulo their number). */
export interface GivenRequest { text: string; weight: number }

export interface LoadOrder {
  port: number;
  connections: number;
  /** Requests written at once on a connection (HTTP/1.1 pipelining); the next go when all of them were answered. */
  depth: number;
  /** Whichever comes first ends it. */
  seconds?: number;
  count?: number;
  /** Requests per second whether or not answers come (open loop); without it each connection waits for its answers. */
  rate?: number;
  /** Sends again, as a patient client would, what was answered 429 or 5xx or not at all. Without it such an answer is only counted. */
  patient?: boolean;
  what: { kind: 'crowd'; crowd: Crowd; from: number } | { kind: 'given'; file: string; cycle: boolean };
}

export interface LoadResult {
  seconds: number;
  /** Answered 2xx, by weight (records of a batch); else 1 each. */
  acknowledged: number;
  refused: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  /** Milliseconds: from the request, with `rate` from the instant at which it was due. */
  p50: number;
  p99: number;
  longest: number;
  /** People (each once) whose signature was acknowledged, by petition. */
  people: number[];
  /** The first number of the crowd that was not sent. */
  next: number;
  /** CPU of the generator itself, microseconds a request. */
  ownCpu: number;
  /** Requests that were due and not sent in time, at the end. */
  behind: number;
}

export interface LoadProgress { acknowledged: number; refused: number; next: number }
