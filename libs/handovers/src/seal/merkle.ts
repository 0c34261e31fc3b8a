import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256. What is called a leaf here is the
 * hash of an entry, `SHA-256(0x00 ‖ entry)` (2.1.1): entries themselves never come here.
 */
export const HASH_BYTES = 32;

const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** `HASH(0x01 ‖ left ‖ right)`, RFC 9162, 2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return hash('sha256', pair, 'buffer');
}

/** The root of a tree without entries: the hash of nothing (2.1.1). */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

/** Reckons the root of a list that is never held: as many hashes are kept as the tree is high (2.1.2, the same way round). */
export class TreeStream {
  private readonly roots: Buffer[] = [];
  private n = 0;

  get size(): number {
    return this.n;
  }

  push(leaf: Uint8Array): void {
    let node = Buffer.from(leaf);
    // One complete subtree stands for each bit that is set in the size; adding one carries as in a sum.
    for (let size = this.n; size % 2 === 1; size = Math.floor(size / 2)) node = nodeHash(this.roots.pop() as Buffer, node) as Buffer<ArrayBuffer>;
    this.roots.push(node);
    this.n++;
  }

  root(): Buffer {
    return this.roots.length === 0 ? EMPTY_ROOT : this.roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

export function rootOf(leaves: Iterable<Uint8Array>): Buffer {
  const tree = new TreeStream();
  for (const leaf of leaves) tree.push(leaf);
  return tree.root();
}

/** `PATH(m, D_n)`, RFC 9162, 2.1.3.1: the siblings from the leaf up. */
export function pathOf(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  if (leaves.length === 1) return [];
  const k = largestPowerBelow(leaves.length);
  return index < k
    ? [...pathOf(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...pathOf(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

function largestPowerBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Whether the path leads from this leaf, at this place of a tree of this size, to this root: RFC 9162, 2.1.3.2, step by step. */
export function pathLeadsTo(root: Uint8Array, { leaf, index, size, path }: { leaf: Uint8Array; index: number; size: number; path: readonly Uint8Array[] }): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || leaf.length !== HASH_BYTES) return false;
  let fn = index;
  let sn = size - 1;
  let r = Buffer.from(leaf);
  for (const p of path) {
    if (sn === 0 || p.length !== HASH_BYTES) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r) as Buffer<ArrayBuffer>;
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      r = nodeHash(r, p) as Buffer<ArrayBuffer>;
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && r.equals(root);
}
