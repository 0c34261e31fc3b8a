export const MOST_A_PAGE = 200;

/** Where a page of a list begins; sizes beyond what is allowed are brought within it. */
export function paged({ page = 1, pageSize = 50 }: { page?: number; pageSize?: number }): { page: number; pageSize: number; offset: number } {
  const size = Math.min(Math.max(Math.trunc(pageSize), 1), MOST_A_PAGE);
  const number = Math.max(Math.trunc(page), 1);
  return { page: number, pageSize: size, offset: (number - 1) * size };
}
