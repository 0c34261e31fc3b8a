import { type Sample, toldInterval } from '#libs/handovers';
import { formatLocale, type Translator } from '../i18n/index.js';

/** What a sample says, in sentences: the share first, then what those not reached could change. */
export function sampleSentences(t: Translator, { drawn, valid, invalid, likely, bounds, byMail }: Sample): string[] {
  const checked = valid + invalid;
  const mail = byMail ? [t('seal.sample.mail.told', { asked: byMail.asked, yes: byMail.yes, no: byMail.no, silent: byMail.asked - byMail.yes - byMail.no })] : [];
  if (!likely || !bounds) return [t('seal.sample.unchecked', { drawn }), ...mail];
  const [share, could] = [toldInterval(likely), toldInterval(bounds)];
  return [
    t('seal.sample.told', { drawn, checked, valid, from: percent(t, share.from), to: percent(t, share.to) }),
    ...(checked < drawn ? [t('seal.sample.bounds', { n: drawn - checked, from: percent(t, could.from), to: percent(t, could.to) })] : []),
    ...mail,
  ];
}

const percent = (t: Translator, share: number): string =>
  new Intl.NumberFormat(formatLocale(t.locale), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);
