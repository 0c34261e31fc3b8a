/** Stable codes of everything that can go wrong here. Retired codes stay listed; none is ever given a second meaning. */
export const VAULT_ERRORS = {
  unknownKey: 'vault.unknown_key',
  notAuthentic: 'vault.not_authentic',
  malformed: 'vault.malformed',
  badContext: 'vault.bad_context',
  tooLarge: 'vault.too_large',
  badPublicKey: 'vault.bad_public_key',
  badCampaignId: 'vault.bad_campaign_id',
  unknownCampaign: 'vault.unknown_campaign',
  campaignDestroyed: 'vault.campaign_destroyed',
  keyMissing: 'vault.key_missing',
  keyFileDamaged: 'vault.key_file_damaged',
  rootMismatch: 'vault.root_mismatch',
  monthInUse: 'vault.month_in_use',
  keysFolderOpen: 'vault.keys_folder_open',
} as const;

export type VaultErrorCode = (typeof VAULT_ERRORS)[keyof typeof VAULT_ERRORS];

/**
 * An error of the vault. Its message is the code and nothing else, and it never carries a `cause`: what OpenSSL, the file
 * system or a JSON parser says may quote key material or the contents that failed, and errors end in logs.
 */
export class VaultError extends Error {
  override readonly name = 'VaultError';

  /** @param subject the campaign or key file concerned, for the operator; never anything of a record */
  constructor(readonly code: VaultErrorCode, readonly subject?: string) {
    super(code);
  }
}
