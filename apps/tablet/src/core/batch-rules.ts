/** Records of one batch. */
export const BATCH_RECORDS = 50;
/** After so many batches that went through, twice as many records are tried again. */
const GROW_AFTER = 10;

/** How many records the next batch takes, and up to which: what has been learned from the batches before. */
export interface BatchPlan {
  /** As many as the server took the size of. */
  readonly most: number;
  readonly through: number;
  /** Somewhere among the records up to `upTo` is one that the server doesn't take; `among` are left to search. */
  readonly hunt: { readonly upTo: number; readonly among: number } | null;
}

export const FRESH_PLAN: BatchPlan = { most: BATCH_RECORDS, through: 0, hunt: null };

export function nextSize(plan: BatchPlan): { limit: number; upTo: number } {
  if (plan.hunt === null) return { limit: plan.most, upTo: Infinity };
  return { limit: Math.max(1, Math.min(plan.most, Math.ceil(plan.hunt.among / 2))), upTo: plan.hunt.upTo };
}

/** The server took this batch. */
export function wentThrough(plan: BatchPlan, sent: number): BatchPlan {
  // Nothing was left to search.
  if (sent === 0) return { ...plan, hunt: null };
  const among = plan.hunt === null ? 0 : plan.hunt.among - sent;
  const hunt = plan.hunt === null || among <= 0 ? null : { upTo: plan.hunt.upTo, among };
  const through = plan.through + 1;
  if (plan.most < BATCH_RECORDS && through >= GROW_AFTER) return { most: Math.min(BATCH_RECORDS, plan.most * 2), through: 0, hunt };
  return { most: plan.most, through, hunt };
}

/** 413: too large. @returns null if it was one record only: nothing smaller can be sent */
export function halved(plan: BatchPlan, sent: number): BatchPlan | null {
  return sent <= 1 ? null : { most: Math.floor(sent / 2), through: 0, hunt: plan.hunt };
}

/** 422: one of these is malformed; halves find it. @returns null if it is found */
export function searched(plan: BatchPlan, sent: number, lastSeq: number): BatchPlan | null {
  return sent <= 1 ? null : { ...plan, hunt: { upTo: lastSeq, among: sent } };
}

/** One record was set aside as stuck. */
export function setAside(plan: BatchPlan): BatchPlan {
  return { ...plan, hunt: null };
}
