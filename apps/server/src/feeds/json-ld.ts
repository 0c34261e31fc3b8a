import { type CampaignView, type PetitionView } from '../site/view-models.js';

/**
 * Pages in the words of schema.org, for those who search. Only terms that exist there (a spec holds them to a list), and only what
 * the page says. A petition has no type of its own: it is a creative work that people endorse.
 */

const CONTEXT = 'https://schema.org';

/** A data block: never executed, so no content security policy forbids it; `<` written out keeps it from ending its element. */
export const jsonLdText = (data: object): string => JSON.stringify({ '@context': CONTEXT, ...data }).replaceAll('<', '\\u003c');

const originOf = (url: string): string => new URL(url).origin;

/** A country by its ISO 3166-1 code; a region by its name alone. */
const placeLd = (id: string, name: string): object => (/^[A-Z]{2}$/.test(id) ? { '@type': 'Country', name, identifier: id } : { '@type': 'Place', name });

export function petitionJsonLd(view: PetitionView, placeName: string): object {
  const origin = originOf(view.canonicalUrl);
  const open = view.form !== null && !view.form.disabled;
  return {
    '@type': 'WebPage', '@id': view.canonicalUrl, url: view.canonicalUrl, name: view.title.text,
    isPartOf: { '@type': 'CollectionPage', name: view.campaign.title.text, url: `${origin}${view.campaign.href}` },
    mainEntity: {
      '@type': 'CreativeWork', name: view.title.text, inLanguage: view.title.lang, genre: 'petition', 
      ...(view.opensOn ? { datePublished: view.opensOn } : {}), spatialCoverage: placeLd(view.place.id, placeName),
      ...(view.addressee ? { audience: { '@type': 'Audience', name: view.addressee.text } } : {}), ...(view.privacy ? { publisher: { '@type': 'Organization', name: view.privacy.controller } } : {}),
      // A lower bound is no count: then none is told.
      ...(view.tally?.total?.value != null && view.tally.total.qualifier === 'exact' ? { interactionStatistic: { '@type': 'InteractionCounter', interactionType: `${CONTEXT}/EndorseAction`, userInteractionCount: view.tally.total.value } } : {}),
      ...(open ? { potentialAction: { '@type': 'EndorseAction', target: { '@type': 'EntryPoint', urlTemplate: `${view.canonicalUrl}#sign` } } } : {}),
    },
  };
}

export function campaignJsonLd(view: CampaignView): object {
  const url = view.canonicalUrl ?? `/campaigns/${view.slug}`;
  return {
    '@type': 'CollectionPage', '@id': url, url, name: view.title.text, inLanguage: view.title.lang, ...(view.intro[0] ? { description: view.intro[0].text } : {}),
    about: { '@type': 'Project', name: view.title.text, ...(view.partners.length > 0 ? { member: view.partners.map((name) => ({ '@type': 'Organization', name })) } : {}) },
  };
}

/** A country's whole story in a campaign. `url`: absolute. */
export function countryJsonLd(page: { url: string; title: string; language: string; country: { id: string; name: string }; campaign: { title: string; url: string } }): object {
  return {
    '@type': 'WebPage', '@id': page.url, url: page.url, name: page.title, inLanguage: page.language, about: placeLd(page.country.id, page.country.name),
    isPartOf: { '@type': 'CollectionPage', name: page.campaign.title, url: page.campaign.url },
  };
}

/** A published report. `publishedAt`: RFC 3339. */
export function reportJsonLd(report: { url: string; title: string; language: string; publishedAt: string | null; publisher: string | null; files: readonly { url: string; type: string }[] }): object {
  return {
    '@type': 'Report', '@id': report.url, url: report.url, name: report.title, inLanguage: report.language, ...(report.publishedAt ? { datePublished: report.publishedAt } : {}),
    ...(report.publisher ? { publisher: { '@type': 'Organization', name: report.publisher } } : {}),
    encoding: report.files.map(({ url, type }) => ({ '@type': 'MediaObject', contentUrl: url, encodingFormat: type })),
  };
}

/** `files`: absolute address of the folder of the tables. */
export function datasetJsonLd(data: { url: string; name: string; description: string; language: string; files: string; tables: readonly string[] }): object {
  return {
    '@type': 'Dataset', '@id': data.url, url: data.url, name: data.name, description: data.description, inLanguage: data.language, license: 'https://creativecommons.org/licenses/by/4.0/', isAccessibleForFree: true,
    distribution: data.tables.map((name) => ({ '@type': 'DataDownload', name, contentUrl: `${data.files}/${name}.csv`, encodingFormat: 'text/csv' })),
  };
}
