import { edtfBounds, type CampaignFile, type HandoverEntry, type JurisdictionEntry, type Words } from '#libs/petitions';
import { type ReportData, type ReportHandover, type ReportPlace } from '../facts/report-data.js';

const EMPTY_STAMP: ReportData['stamp'] = { asOf: '2026-11-22T12:00:00.000Z', seals: [], imports: [{ format: 'countersign-campaign/1', sha256: '0'.repeat(64), at: '2026-11-22T11:00:00.000Z' }] };

/** A campaign file as report data, without a database: what the importer and the gatherer make of it by way of rows. Of records only. */
export function dataOfFile(file: CampaignFile): ReportData {
  const { campaign } = file;
  const all = file.jurisdictions.filter((one) => one.kind === 'country' && one.petition.status === 'collected').map(({ id }) => id);
  const membersOf = (one: JurisdictionEntry): string[] => (one.members ?? []).flatMap((id) => (id === '*' ? all : [id]));
  return {
    campaign: { slug: campaign.slug, title: campaign.title, summary: campaign.summary ?? {}, kind: campaign.kind, demonstration: campaign.demonstration, noindex: campaign.noindex, language: campaign.language, asOf: campaign.recordAsOf },
    places: file.jurisdictions.map((one, position): ReportPlace => ({
      id: one.id, kind: one.kind === 'global' ? 'world' : one.kind, names: one.name, position, members: membersOf(one),
      regions: file.jurisdictions.filter((other) => membersOf(other).includes(one.id)).map(({ id }) => id),
      petition: one.petition.status === 'collected' ? 'petition' : one.petition.status === 'research-only' ? 'research-only' : 'none', sharesCallsOf: one.petition.sharedFrom ?? null,
      addressee: one.petition.addressee ?? null, demand: Object.fromEntries(Object.entries(one.petition.status === 'collected' ? one.petition.texts : {}).map(([language, text]) => [language, text.preamble ?? ''])),
      attested: one.kind === 'country' && one.collected?.signatures && one.collected.qualifier ? [{ count: one.collected.signatures, qualifier: one.collected.qualifier, note: one.collected.note ?? null }] : [],
      verified: null, source: one.source ?? null,
    })),
    calls: file.jurisdictions.flatMap((one) => one.petition.callsToAction.map((call, nth) => ({
      id: call.id, jurisdiction: one.id, position: nth + 1, texts: call.text, goal: call.goal, alsoGoals: [...call.alsoGoals], target: call.target ?? null, instruments: [...call.instruments], note: call.note ?? null, source: call.source ?? null,
    }))),
    handovers: file.jurisdictions.flatMap((one) => one.handovers.map((entry) => handoverOf(one.id, entry))),
    claims: [
      ...(campaign.figures ?? []).map((one) => ({ key: one.id, jurisdiction: null, labels: one.label, figure: { count: one.value, qualifier: one.qualifier }, unit: one.unit, countries: [...(one.countries ?? [])], source: one.source ?? null })),
      ...file.jurisdictions.flatMap((one) => (one.kind === 'country' || one.collected?.signatures == null ? [] : [{
        key: `collected-${one.id}`, jurisdiction: one.id, labels: one.name, figure: { count: one.collected.signatures, qualifier: one.collected.qualifier ?? 'exact' as const }, unit: 'signatures', countries: [], source: one.collected.source ?? one.source ?? null,
      }])),
    ],
    goals: campaign.goals.map(({ id, number, title }) => ({ key: id, number, title })), instruments: campaign.instruments.map(({ id, name }) => ({ key: id, name })),
    documents: file.documents.map(({ id, title, author, date }) => ({ id, title, author: author ?? null, date: date ?? null })), cards: [], standings: [], timeline: [], stamp: EMPTY_STAMP,
  };
}

function handoverOf(jurisdiction: string, entry: HandoverEntry): ReportHandover {
  const edtf = entry.date as string | null;
  const bounds = edtf === null ? null : edtfBounds(edtf);
  const people = (list: HandoverEntry['recipients'], metOnly: boolean): ReportHandover['recipients'] => list.map(({ name, office, body, kind }) => ({ name, office, body, kind, metOnly }));
  const words = (value: Words | null | undefined): Words | null => value ?? null;
  return {
    id: entry.id, jurisdiction, level: entry.level, status: entry.status, date: { edtf, from: bounds?.from ?? null, to: bounds?.to ?? null, exact: bounds !== null && bounds?.from === bounds?.to, note: entry.dateNote ?? null },
    place: words(entry.place), recipients: [...people(entry.recipients, false), ...people(entry.alsoMet ?? [], true)],
    presenters: entry.presentedBy.map(({ name, affiliation, description }) => ({ name, affiliation, description: words(description) })),
    figure: entry.signatures === null ? null : { count: entry.signatures, qualifier: entry.signaturesQualifier ?? 'exact' },
    otherFigures: (entry.otherFigures ?? []).map(({ value, qualifier, source }) => ({ count: value, qualifier, source: source ?? null })),
    covers: entry.countedFor.includes('*') ? 'all' : [...entry.countedFor], outcome: words(entry.outcome), claims: [...(entry.claims ?? [])], notes: [...(entry.notes ?? [])], responses: [],
    commitments: entry.commitments.map((one) => {
      const status = one.status === 'withdrawn' ? 'lapsed' as const : one.status;
      return {
        id: one.id, texts: one.text, kind: one.kind, by: words(one.by), instrument: one.instrument, answers: one.answers === 'all' ? 'all' as const : [...one.answers], answersNote: one.answersNote ?? null,
        due: one.due as string | null, status, statusDate: status === 'promised' ? edtf : (one.date as string | null), overdue: false, history: [], note: one.note ?? null, source: one.source ?? null,
      };
    }),
    source: entry.source ?? null,
  };
}
