import { readdirSync, readFileSync } from 'node:fs';

/** A process and all it started, itself first (proc(5)); only itself where there is no /proc. */
export function family(pid: number): number[] {
  const found = [pid];
  try {
    const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(name)] as const);
    for (const each of found) for (const [child, parent] of parents) if (parent === each && !found.includes(child)) found.push(child);
  } catch {
    // Not Linux.
  }
  return found;
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]);
  } catch {
    return 0;
  }
}

export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It is gone.
    }
  }
}
