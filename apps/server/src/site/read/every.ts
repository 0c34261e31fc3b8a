import { type Commitment, type HandoverListItem, type HandoversReader } from '#libs/handovers';

const PAGE = 200;

/** A list to its end, page by page. */
export async function every<Item>(list: (page: number, pageSize: number) => Promise<{ items: Item[] }>): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const found = await list(page, PAGE);
    items.push(...found.items);
    if (found.items.length < PAGE) return items;
  }
}

/** All that the public may know of a campaign's handovers, soonest first. */
export const everyHandover = (reader: HandoversReader, campaign: string): Promise<HandoverListItem[]> =>
  every((page, pageSize) => reader.list({ audience: 'public', campaign, order: 'soonest', page, pageSize }));

/** All its promises that are told. */
export const everyCommitment = (reader: HandoversReader, campaign: string): Promise<Commitment[]> =>
  every((page, pageSize) => reader.commitments({ audience: 'public', campaign, page, pageSize }));
