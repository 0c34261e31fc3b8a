import { type Commitment, type HandoverListItem, type HandoversReader, type Page } from '#libs/handovers';

const PAGE = 200;

async function every<Item>(list: (page: number) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const found = await list(page);
    items.push(...found.items);
    if (found.items.length < PAGE) return items;
  }
}

/** All that the public may know of a campaign's handovers, soonest first. */
export const everyHandover = (reader: HandoversReader, campaign: string): Promise<HandoverListItem[]> =>
  every((page) => reader.list({ audience: 'public', campaign, order: 'soonest', page, pageSize: PAGE }));

/** All its promises that are told. */
export const everyCommitment = (reader: HandoversReader, campaign: string): Promise<Commitment[]> =>
  every((page) => reader.commitments({ audience: 'public', campaign, page, pageSize: PAGE }));
