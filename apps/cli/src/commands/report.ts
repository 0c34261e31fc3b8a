import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InvalidArgumentError, Option } from 'commander';
import { AccessModule, accessEntities } from '#libs/access';
import { type AppConfig, ConfigModule } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { OutboundModule } from '#libs/outbound';
import { factsOr404, paperLanguage, REPORT_FILES, REPORT_KINDS, REPORT_LANGUAGES, type ReportFile, reportFacts, reportFile, type ReportKind, ReportsModule, ReportSource } from '#libs/publications';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';

interface Options { campaign: string; kind: ReportKind; jurisdiction?: string; language: string; format: ReportFile; out?: string }

/** What a report is read by, and nothing else of the server. */
@Module({})
class ReportReading {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: ReportReading,
      imports: [ConfigModule.forRoot(config), DatabaseModule.forApp([...accessEntities, ...HANDOVER_ENTITIES], 2), OutboundModule.forRoot(), AccessModule, ReportsModule],
    };
  }
}

export const registerReport: Register = (program, { projectRoot }) => {
  program.command('report').description('write a report of a campaign as the public may know it: the same data gives the same bytes')
    .requiredOption('--campaign <slug>', 'which campaign')
    .addOption(new Option('--kind <kind>', 'which report').choices(REPORT_KINDS).makeOptionMandatory())
    .option('--jurisdiction <id>', 'of a country’s or region’s report: GB, region-eu')
    .option('--language <tag>', 'of its sentences: en, fr, ar; in another they are English', languageFrom, 'en')
    .addOption(new Option('--format <format>', 'as what').choices(REPORT_FILES).default('html'))
    .option('--out <file>', 'where to; without: to the standard output')
    .action(reportingErrors(async (options: Options) => {
      const unspoken = unspokenNote(options.language);
      if (unspoken !== null) say(unspoken);
      const bytes = await withServices({ name: 'report', projectRoot, say }, (config) => writtenReport(config, options));
      if (options.out === undefined) process.stdout.write(bytes);
      else await writeFile(path.resolve(options.out), bytes);
    }));
};

/** @throws DomainError for an unknown campaign or jurisdiction */
export async function writtenReport(config: AppConfig, { campaign, kind, jurisdiction, language, format }: Options): Promise<Buffer> {
  const app = await NestFactory.createApplicationContext(ReportReading.forRoot(config), { logger: false, abortOnError: false });
  try {
    const data = await app.get(ReportSource).data(campaign);
    const facts = factsOr404(() => reportFacts(data, kind, jurisdiction ?? null));
    return await reportFile(facts, format, language, null);
  } finally {
    await app.close();
  }
}

/** What to say of a language that reports do not speak; null: they do. */
export function unspokenNote(language: string): string | null {
  const known = paperLanguage(language);
  if (REPORT_LANGUAGES.some((one) => one === known)) return null;
  return `Reports do not speak ${language}, only ${REPORT_LANGUAGES.join(', ')}: the sentences of this one are in English, the campaign's texts in their own languages.`;
}

function languageFrom(text: string): string {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/iu.test(text)) throw new InvalidArgumentError('a language tag is expected, such as en or fr.');
  return text;
}
