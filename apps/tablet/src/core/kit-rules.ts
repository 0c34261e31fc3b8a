import type { Kit, KitPetition } from '#libs/stores';

/** Whether a petition takes signatures at that instant (milliseconds by the server's clock): the kit may be days old. */
export function isOpen(petition: KitPetition, nowMs: number): boolean {
  const from = petition.opensAt === null ? -Infinity : Date.parse(petition.opensAt);
  const to = petition.closesAt === null ? Infinity : Date.parse(petition.closesAt);
  if (nowMs < from || nowMs >= to) return false;
  // Fetched before it opened, the kit says "not open"; its dates know better.
  return petition.open || petition.opensAt !== null;
}

/** The petitions that may be signed now. */
export function openPetitions(state: { kit: Kit | null }, nowMs: number): KitPetition[] {
  return (state.kit?.petitions ?? []).filter((petition) => isOpen(petition, nowMs));
}
