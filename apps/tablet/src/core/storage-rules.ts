export type StorageFault = 'full' | 'outdated' | 'dead';

/**
 * What a failure of IndexedDB means, by trial: a quota gives QuotaExceededError; a really full disk UnknownError and a dead connection;
 * a connection closed by the browser InvalidStateError; a database that newer code has migrated VersionError. Null: not the storage's
 * failure but a mistake of ours, which must not be hidden.
 */
export function faultOf(error: unknown): StorageFault | null {
  switch ((error as { name?: unknown } | null)?.name) {
    case 'QuotaExceededError': return 'full';
    case 'VersionError': return 'outdated';
    case 'UnknownError':
    case 'InvalidStateError':
    case 'AbortError':
    case 'TimeoutError': return 'dead';
    default: return null;
  }
}
