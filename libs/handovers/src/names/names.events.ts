/** A second person let them go: the worker makes the file. Payload `{exportId}`. */
export const NAMES_APPROVED = 'handover.names_approved';

export interface NamesEvent {
  exportId: string;
}
