import { type JSX } from 'preact';
import { type Trouble } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Banner, type BannerLook } from '../ui/index.js';

/** How loudly each is told. Being offline is the daily case and stands calmly in the status line. */
function lookOf(trouble: Exclude<Trouble, 'none' | 'offline'>): BannerLook {
  switch (trouble) {
    case 'storage-full':
    case 'storage-broken': return 'bad';
    case 'ask-manager':
    case 'retired':
    case 'upgrade': return 'warn';
    case 'stuck': return 'plain';
  }
}

/** What is the matter, in words for somebody who serves customers, and what they can do about it. */
export function TroubleBanner({ trouble }: { trouble: Trouble }): JSX.Element | null {
  const t = useTranslator();
  if (trouble === 'none' || trouble === 'offline') return null;
  return <Banner look={lookOf(trouble)} live title={t(`staff.trouble.${trouble}.title`)}><p class="measure">{t(`staff.trouble.${trouble}.text`)}</p></Banner>;
}

/** Nobody may be asked to sign what could not be kept. */
export const collects = (trouble: Trouble): boolean => trouble !== 'storage-full' && trouble !== 'storage-broken' && trouble !== 'retired';
