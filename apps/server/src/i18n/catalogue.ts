import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../ui/project-root.js';
import { LOCALES, type Locale } from './locales.js';
import type accountMessages from './messages/en/account.json';
import type bundlesMessages from './messages/en/bundles.json';
import type calendarMessages from './messages/en/calendar.json';
import type consoleMessages from './messages/en/console.json';
import type dataMessages from './messages/en/data.json';
import type dayMessages from './messages/en/day.json';
import type embedMessages from './messages/en/embed.json';
import type faceMessages from './messages/en/face.json';
import type factsMessages from './messages/en/facts.json';
import type measuresMessages from './messages/en/measures.json';
import type namesMessages from './messages/en/names.json';
import type progressMessages from './messages/en/progress.json';
import type promisesMessages from './messages/en/promises.json';
import type publicationsMessages from './messages/en/publications.json';
import type reportsMessages from './messages/en/reports.json';
import type screeningMessages from './messages/en/screening.json';
import type sealMessages from './messages/en/seal.json';
import type siteMessages from './messages/en/site.json';
import type steeringMessages from './messages/en/steering.json';
import type storesMessages from './messages/en/stores.json';
import type supportersMessages from './messages/en/supporters.json';
import type uiMessages from './messages/en/ui.json';
import type webhooksMessages from './messages/en/webhooks.json';
import type workshopMessages from './messages/en/workshop.json';

/**
 * Every key of the English catalogues: a misspelt key does not compile.
 * A new area is one JSON file per language in `messages/<locale>/` and one name here.
 */
export type MessageKey = keyof typeof uiMessages | keyof typeof siteMessages | keyof typeof consoleMessages | keyof typeof storesMessages
  | keyof typeof accountMessages | keyof typeof bundlesMessages | keyof typeof calendarMessages | keyof typeof dataMessages | keyof typeof dayMessages | keyof typeof embedMessages | keyof typeof promisesMessages
  | keyof typeof faceMessages | keyof typeof factsMessages | keyof typeof measuresMessages | keyof typeof namesMessages | keyof typeof progressMessages | keyof typeof publicationsMessages | keyof typeof reportsMessages | keyof typeof screeningMessages
  | keyof typeof sealMessages | keyof typeof steeringMessages | keyof typeof supportersMessages | keyof typeof webhooksMessages | keyof typeof workshopMessages;

export type Catalogue = Readonly<Record<string, string>>;

const AREAS = path.join(projectRoot(), 'apps/server/src/i18n/messages');

function read(locale: Locale): Catalogue {
  const folder = path.join(AREAS, locale);
  const merged: Record<string, string> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
    const messages = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, string>;
    for (const [key, message] of Object.entries(messages)) {
      if (key in merged) throw new Error(`message '${key}' stands twice in the catalogues of '${locale}'`);
      merged[key] = message;
    }
  }
  return merged;
}

/** All messages by language, read once at start: a broken catalogue stops the server before it serves a page. */
export const CATALOGUES: Readonly<Record<Locale, Catalogue>> =
  Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)])) as Record<Locale, Catalogue>;
