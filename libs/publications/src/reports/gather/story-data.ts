import { type WholeCampaign } from '#libs/petitions';
import { type CardsReader, edtfOf, type InstrumentsReader, type TimelineReader } from '#libs/progress';
import { type ReportCardRound, type ReportData, type ReportEvent, type ReportStanding } from '../facts/report-data.js';

const PAGE = 200;

/** What followed the handovers, for all places at once: progress cards, treaties and laws, and the timeline. */
export async function storyData(readers: { cards: CardsReader; instruments: InstrumentsReader; timeline: TimelineReader }, campaign: WholeCampaign, ahead: readonly string[]): Promise<Pick<ReportData, 'cards' | 'standings' | 'timeline'>> {
  const view = { campaignId: campaign.id, audience: 'public' as const, ahead };
  const own = campaign.defaultLanguage;
  return {
    cards: await cardRounds(readers.cards, view),
    standings: (await all((page) => readers.instruments.standings({ ...view, page, pageSize: PAGE }))).map(({ instrument, jurisdiction, state, events }): ReportStanding => ({
      jurisdiction: jurisdiction.id, instrument: instrument.key, name: { [own]: instrument.name, ...instrument.names }, state: state.kind, reserved: state.reserved,
      events: events.map(({ event, date, note, language }) => ({ event, date: edtfOf(date), note: note === null ? null : { [language ?? own]: note } })),
    })),
    timeline: (await all((page) => readers.timeline.events({ campaignId: campaign.id, page, pageSize: PAGE }))).map(({ key, kind, date, dateEnd, from, title, language, jurisdictions }): ReportEvent => ({
      key, kind, date: dateEnd === null || dateEnd === date ? date : `${date}/${dateEnd}`, from, title: { [language ?? own]: title }, jurisdictions: [...jurisdictions].sort(),
    })),
  };
}

async function cardRounds(reader: CardsReader, view: Parameters<CardsReader['rounds']>[0]): Promise<ReportCardRound[]> {
  const rounds: ReportCardRound[] = [];
  for (const { key } of await reader.rounds(view)) {
    const { round, framework } = await reader.overview({ ...view, round: key });
    const lines = await all((page) => reader.cards({ ...view, round: key, page, pageSize: PAGE }));
    rounds.push({
      key, title: round.title, period: round.period?.edtf ?? null,
      goals: framework.goals.map((goal) => ({ key: goal.key, title: goal.heading ?? goal.title, indicators: goal.indicators.map((one) => ({ key: one.key, title: one.title })) })),
      cards: lines.map(({ jurisdiction, ratings, stars }) => ({ jurisdiction: jurisdiction.id, ratings, stars: [...stars] })),
    });
  }
  return rounds;
}

async function all<Item>(read: (page: number) => Promise<{ items: Item[]; total: number }>): Promise<Item[]> {
  const found: Item[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await read(page);
    found.push(...items);
    if (items.length === 0 || found.length >= total) return found;
  }
}
