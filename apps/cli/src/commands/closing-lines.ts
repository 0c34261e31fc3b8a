import { existsSync } from 'node:fs';
import path from 'node:path';
import { mailIsCaught, type AppConfig } from '#libs/config';

/** The last thing `npm start` says: where to go. Beside a demonstration, six things to try. `code`: of a tablet to be paired; null: there is none. */
export function closingLines(config: AppConfig, code: string | null = null): string[] {
  return [
    '',
    `Countersign runs at ${config.publicUrl}`,
    ...(config.sampleData ? ['', ...thingsToTry(config, code)] : [`  Create your first petition: ${config.publicUrl}/console   ${logins(config)}`, ...whereMailGoes(config)]),
    '',
    `  Logs and data: ${config.dataDir}   Stop: Ctrl-C`,
  ];
}

/** README.md, "Six things to try", explains each; the addresses are those of keep-your-word and stop-sex-trafficking. */
function thingsToTry(config: AppConfig, code: string | null): string[] {
  const url = config.publicUrl;
  const caught = mailIsCaught(config.smtp);
  const things = [
    `Sign       ${url}/petitions/keep-your-word-gb${caught ? `   its mail arrives at ${url}/dev/mail` : ''}`,
    // Invented people get no real mail, so there is nothing to simulate beside a real mail server.
    ...(caught ? ['Milestone  npx countersign simulate --petition keep-your-word-gb --count 20   (893 of 1,000 have signed; organisers hear at 900)'] : []),
    `Organise   ${url}/console   as world@tidewell.example or gb@tidewell.example; ${logins(config)}`,
    ...(code ? [`Tablet     ${url}/tablet/#pair=${code.replace('-', '')}   in this browser, within ten minutes (code ${code}); then compare and admit it at ${url}/console/stores as leeds@tidewell.example`] : []),
    `Record     ${url}/campaigns/stop-sex-trafficking   what 35 national handovers brought`,
    `Check      npx countersign verify   recounts everything;   the API: ${url}/api/docs`,
  ];
  return things.map((thing, n) => `  ${n + 1}. ${thing}`);
}

function whereMailGoes(config: AppConfig): string[] {
  return mailIsCaught(config.smtp) ? [`  Mail goes to nobody; read it at ${config.publicUrl}/dev/mail`] : [];
}

function logins(config: AppConfig): string {
  const file = path.join(config.dataDir, 'first-logins.txt');
  return existsSync(file) ? `first passwords: ${file}` : 'first passwords: shown above at the first start';
}
