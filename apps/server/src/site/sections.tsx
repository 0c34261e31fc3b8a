import { type JSX } from 'preact';
import { usePage } from '../ui/index.js';

/** What a campaign shows besides its petitions, in the order in which it is read. */
export const SECTIONS = ['map', 'promises', 'progress', 'ratifications', 'rankings', 'statistics', 'timeline', 'reports', 'data'] as const;
export type Section = (typeof SECTIONS)[number];

export interface CampaignSectionsProps {
  /** Slug. */
  campaign: string;
  /** The section that is open. */
  here?: Section;
  /** Those that have something to show; left out: all of them. */
  shown?: readonly Section[];
}

/** The ways through a campaign. */
export function CampaignSections({ campaign, here, shown = SECTIONS }: CampaignSectionsProps): JSX.Element {
  const { t, link } = usePage();
  return (
    <nav class="sections" aria-label={t('site.sections.label')}>
      <ul>
        {SECTIONS.filter((section) => section === here || shown.includes(section)).map((section) => (
          <li key={section}><a href={link(`/campaigns/${campaign}/${section}`)} aria-current={section === here ? 'page' : undefined}>{t(`site.sections.${section}`)}</a></li>
        ))}
      </ul>
    </nav>
  );
}
