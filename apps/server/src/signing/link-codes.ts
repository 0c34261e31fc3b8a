import { Injectable } from '@nestjs/common';
import { Stores } from '#libs/stores';

/** How long a look at the database may take before what was read last is believed instead. */
const PATIENCE_MS = 500;

/** Link codes of stores and partners: what `via` may name. */
@Injectable()
export class LinkCodes {
  private readonly last = new Map<number, ReadonlySet<string>>();

  constructor(private readonly stores: Stores) {}

  /**
   * The code if a store or partner of the campaign bears it, else null: a signature is never refused for its link, but nobody
   * collects under a name of their own making. With the database away, what was read last is believed, for people sign on.
   */
  async known(campaignId: number, code: string | null | undefined): Promise<string | null> {
    if (!code) return null;
    return (await this.codes(campaignId)).has(code) ? code : null;
  }

  private async codes(campaignId: number): Promise<ReadonlySet<string>> {
    const last = this.last.get(campaignId) ?? new Set<string>();
    const reading = this.stores.knownCodes(campaignId).then((codes) => {
      this.last.set(campaignId, codes);
      return codes;
    });
    let timer: NodeJS.Timeout | undefined;
    const tired = new Promise<ReadonlySet<string>>((resolve) => { timer = setTimeout(() => resolve(last), PATIENCE_MS); });
    try {
      return await Promise.race([reading.catch(() => last), tired]);
    } finally {
      clearTimeout(timer);
    }
  }
}
