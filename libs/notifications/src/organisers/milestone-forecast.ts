/** When the next milestone is expected. The worker ties it to the rules of `tallies`. */
export abstract class MilestoneForecast {
  /** Null: too little is known, or it lies too far off. `to` null: it may well never be. */
  abstract ofNext(petitionId: number, now: Date): Promise<{ threshold: number; from: Date; to: Date | null } | null>;
}
