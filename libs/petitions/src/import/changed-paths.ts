/**
 * Where two values of a campaign file differ, as JSON pointers (RFC 6901) but for one thing: an element of a list that has
 * an id is named by it and not by its place, so that one insertion doesn't shift the names of all that follow.
 */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changedPaths(before[key], after[key], `${path}/${escaped(key)}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return changedPaths(byName(before), byName(after), path);
  return [path];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const byName = (list: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(list.map((one, index) => [isRecord(one) && typeof one.id === 'string' ? one.id : String(index), one]));
