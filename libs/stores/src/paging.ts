import type { PageRequest } from './stores.types.js';

export const MOST_A_PAGE = 100;

/** Page and size within what is allowed, with the rows to skip. */
export function paging({ page, pageSize }: PageRequest, usual = 25): { page: number; pageSize: number; offset: number } {
  const whole = (value: number | undefined, fallback: number, max: number): number => Math.min(Math.max(Math.trunc(value ?? fallback) || fallback, 1), max);
  const size = whole(pageSize, usual, MOST_A_PAGE);
  const at = whole(page, 1, 1_000_000);
  return { page: at, pageSize: size, offset: (at - 1) * size };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids come from addresses: what is no UUID is not there, and Postgres need not be asked. */
export const isId = (text: string): boolean => UUID.test(text);
