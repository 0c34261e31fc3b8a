import { mailIsCaught, type AppConfig } from '#libs/config';

/** The last thing `npm start` says: where to go. */
export function closingLines(config: AppConfig): string[] {
  return [
    '',
    `Countersign runs at ${config.publicUrl}`,
    ...(mailIsCaught(config.smtp) ? [`  Mail goes to nobody; read it at ${config.publicUrl}/dev/mail`] : []),
    `  Logs and data: ${config.dataDir}   Stop: Ctrl-C`,
  ];
}
