import { spawnSync } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';

const MB = 1024 * 1024;

/** A folder that is a disk of its own, so small that it can be full. Only root may mount one; where that is refused, `mount` gives null. */
export class SmallDisk {
  private constructor(readonly folder: string, private readonly mb: number) {}

  static mount(folder: string, mb: number): SmallDisk | null {
    const disk = new SmallDisk(folder, mb);
    if (isMounted(folder)) return disk;
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
    return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=0700`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0 ? disk : null;
  }

  /** Nothing more can be written: the disk is made as small as what lies on it. */
  fill(): void {
    const { blocks, bfree, bsize } = statfsSync(this.folder);
    // A byte too few and the system refuses; a page is left for that.
    this.resize(`${Math.max(1, Math.ceil(((blocks - bfree) * bsize) / 4096) * 4)}k`);
  }

  empty(): void {
    this.resize(`${this.mb}m`);
  }

  get usedMb(): number {
    const { blocks, bfree, bsize } = statfsSync(this.folder);
    return Math.round(((blocks - bfree) * bsize) / MB);
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.folder], { stdio: 'ignore' });
  }

  private resize(size: string): void {
    const { status } = spawnSync('mount', ['-o', `remount,size=${size}`, this.folder], { stdio: 'ignore' });
    if (status !== 0) throw new Error('the disk could not be resized');
  }
}

function isMounted(folder: string): boolean {
  try {
    return readFileSync('/proc/mounts', 'utf8').split('\n').some((line) => line.split(' ')[1] === folder);
  } catch {
    return false;
  }
}
