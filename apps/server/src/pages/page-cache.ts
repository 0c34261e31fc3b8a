import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What anybody may read who asks for this address. */
export interface KeptPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly plain: Buffer;
  /** Begun when first asked for; null until it is there. */
  br?: Buffer | null;
  gzip?: Buffer | null;
  /** When whoever made it began, by `performance.now()`: it says nothing older. */
  readonly begun: number;
  /** When it was ready. */
  readonly made: number;
  /** When, until then, somebody was last shown something old because the database did not answer in time: this page may hold it. */
  readonly oldShownAt: number;
}

/** What is read within a second of a change may come from what was kept for a second before it (`PetitionDirectory`, `PublicCounts`). */
const SETTLES_AFTER_MS = 1_200;
/** Until then a page is shown for so long, in a crowd: with the age of its counts (`PublicCounts`) the second within which it is to be right. */
const BRIEFLY_MS = 400;
/** While somebody makes it anew the others are shown the old one, but no longer than this: then somebody else tries. */
const MAKING_MS = 2_000;
/** Days pass without anybody saying so. */
const AT_MOST_MS = 30_000;

/** When what the public reads changed last, by `performance.now()`, and whether anybody knows. */
export interface Changes {
  /** Texts, statuses, dates, promises: whatever somebody writes, or an instant brings. */
  readonly toldAt: number;
  /** Counts. */
  readonly countedAt: number;
  readonly isAway: boolean;
  /** When something older than was asked for was last shown (`LastShown`). */
  readonly oldShownAt: number;
}

/**
 * Whether a page may be shown again. One that was made well after the last change is right until the next; one that was made about a
 * change, or while the database was slow, for a moment; one that is older than what somebody wrote, not at all. While nobody knows what has changed, what was shown last
 * is shown on: old is better than nothing.
 */
export function isGood({ begun, made, oldShownAt }: Pick<KeptPage, 'begun' | 'made' | 'oldShownAt'>, { toldAt, countedAt, isAway }: Changes, now: number): boolean {
  if (isAway) return true;
  if (begun <= toldAt) return false;
  return now - made < (begun > Math.max(toldAt, countedAt, oldShownAt) + SETTLES_AFTER_MS ? AT_MOST_MS : BRIEFLY_MS);
}

const compressed = {
  br: (plain: Buffer): Promise<Buffer> => promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }),
  gzip: (plain: Buffer): Promise<Buffer> => promisify(gzip)(plain, { level: 6 }),
};
export type Encoding = keyof typeof compressed;
/** Named, and not with a weight of nought (RFC 9110, 12.5.3). */
const [TAKES_BR, TAKES_GZIP] = ['br', 'gzip'].map((coding) => new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`)) as [RegExp, RegExp];

/** Pages as they were sent, by address; of those used longest ago none stays beyond the given bytes. */
export class PageCache {
  private readonly pages = new Map<string, KeptPage>();
  /** Pages that are made anew, since when. */
  private readonly making = new Map<string, number>();
  private bytes = 0;

  constructor(private readonly changes: Changes, private readonly mostBytes = 32 * 1_048_576, private readonly now: () => number = () => performance.now()) {}

  /** Undefined: there is none that may be shown. Then whoever asks is to make it anew, and until it is, the others are shown the old one. */
  find(address: string): KeptPage | undefined {
    const page = this.pages.get(address);
    const now = this.now();
    if (!page || isGood(page, this.changes, now) || now - (this.making.get(address) ?? -Infinity) < MAKING_MS) return page;
    this.making.set(address, now);
    return undefined;
  }

  keep(address: string, body: string | Buffer, headers: Readonly<Record<string, string>>, begun: number): void {
    // One that began earlier says nothing newer than what is here.
    if ((this.pages.get(address)?.begun ?? -Infinity) > begun) return;
    const plain = typeof body === 'string' ? Buffer.from(body) : body;
    if (plain.length > this.mostBytes / 8) return;
    this.drop(address);
    this.pages.set(address, { headers, plain, begun, made: this.now(), oldShownAt: this.changes.oldShownAt, etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` });
    this.bytes += plain.length;
    for (const oldest of this.pages.keys()) {
      if (this.bytes <= this.mostBytes) break;
      this.drop(oldest);
    }
  }

  /** Whoever was to make it anew did not: the next one is. `gone`: there is no such page any more, and nobody is shown the old one. */
  notMade(address: string, gone: boolean): void {
    if (gone) this.drop(address);
    else this.making.delete(address);
  }

  /** The page as this reader takes it. The first who asks for a form of it gets it plain, and leaves it to be made for the others. */
  bodyFor(page: KeptPage, accepted: string): { body: Buffer; encoding?: Encoding } {
    const encoding = TAKES_BR.test(accepted) ? 'br' : TAKES_GZIP.test(accepted) ? 'gzip' : undefined;
    if (encoding === undefined || page.plain.length < 512) return { body: page.plain };
    const ready = page[encoding];
    if (ready) return { body: ready, encoding };
    if (ready === undefined) {
      page[encoding] = null;
      void compressed[encoding](page.plain).then((made) => { page[encoding] = made; }, () => { delete page[encoding]; });
    }
    return { body: page.plain };
  }

  private drop(address: string): void {
    this.bytes -= this.pages.get(address)?.plain.length ?? 0;
    this.pages.delete(address);
    this.making.delete(address);
  }
}
