import { type JSX } from 'preact';
import { usePage } from '../ui/index.js';

/** What a campaign shows besides its petitions, in the order in which it is read. */
export const SECTIONS = ['map', 'promises', 'progress', 'ratifications', 'rankings', 'statistics', 'timeline', 'reports', 'data'] as const;
export type Section = (typeof SECTIONS)[number];

/** The ways through a campaign. `here`: the section that is open. */
export function CampaignSections({ campaign, here }: { campaign: string; here?: Section }): JSX.Element {
  const { t, link } = usePage();
  return (
    <nav class="sections" aria-label={t('site.sections.label')}>
      <ul>
        {SECTIONS.map((section) => (
          <li key={section}><a href={link(`/campaigns/${campaign}/${section}`)} aria-current={section === here ? 'page' : undefined}>{t(`site.sections.${section}`)}</a></li>
        ))}
      </ul>
    </nav>
  );
}
