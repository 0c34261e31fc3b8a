import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kit, KitPetition } from '#libs/stores';

interface Campaign {
  campaign: { slug: string; title: Record<string, string>; controller: { name: string; email: string } };
  jurisdictions: { id: string; petition: { languages: string[]; texts: Record<string, { title: string; preamble: string; privacyNotice?: string }>; callsToAction: { text: Record<string, string> }[] } | null }[];
}

/** A kit with petitions of the demonstration campaign, in the order given. Germany's is for residents only. */
export function sampleKit(countries: readonly string[] = ['GB']): Kit {
  const { campaign, jurisdictions } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../data/keep-your-word/campaign.json'), 'utf8')) as Campaign;
  const petition = (country: string, index: number): KitPetition => {
    const found = jurisdictions.find(({ id }) => id === country)?.petition;
    if (!found) throw new Error(`the demonstration has no petition of ${country}`);
    return {
      id: index + 1, slug: country.toLowerCase(), jurisdiction: country, eligibility: country === 'DE' ? 'residents' : 'anyone', minimumAge: 16, opensAt: null, closesAt: null, open: true,
      defaultLanguage: found.languages[0] ?? 'en',
      texts: Object.entries(found.texts).map(([language, { title, preamble, privacyNotice }]) => ({ language, version: 2, title, demand: preamble, notice: privacyNotice ?? null })),
      calls: found.callsToAction.map(({ text }) => text),
      partners: [], controller: campaign.controller.name, contact: campaign.controller.email,
    };
  };
  return {
    version: '1', serverTime: '2026-11-22T10:00:00.000Z', campaign: { slug: campaign.slug, title: campaign.title, demonstration: true, defaultLanguage: 'en' },
    store: { id: '1', code: 'LDN-01', name: 'Marrow & Thyme', country: 'GB', language: 'en', timeZone: 'Europe/London' }, device: { id: '1', name: 'Till 1' },
    keys: [], petitions: countries.map(petition), sheets: [], pinReset: 0,
  };
}
