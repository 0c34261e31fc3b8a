import { type JSX } from 'preact';
import { ButtonLink, type Children } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { Frame, Head } from './frame.js';
import { LineState } from './petition-parts.js';

export type PetitionTab = 'figures' | 'texts' | 'notices' | 'settings' | 'screening';

export const petitionPath = (slug: string, tab: PetitionTab = 'figures'): string => `/console/petitions/${slug}${tab === 'figures' ? '' : `/${tab}`}`;

/** The head that all pages of one petition share. */
export function PetitionFrame({ desk, face, tab, faulty, children }: { desk: Desk; face: PetitionFace; tab: PetitionTab; faulty?: boolean; children: Children }): JSX.Element {
  const { t, link } = desk.page;
  const { line, petition, mayOrganise } = face;
  const place = t.place(line.jurisdictionId, line.jurisdictionName);
  const [text] = petition.texts;
  return (
    <Frame desk={desk} title={`${place} · ${tab === 'screening' ? t('screening.title') : t(`console.petition.tab.${tab}`)}`} section="petitions" faulty={faulty}>
      <Head title={place} back={{ href: link('/console/petitions'), label: t('console.nav.petitions') }}
        lede={<span class="head-facts"><LineState line={line} now={desk.now} />{text && <span lang={text.language === t.locale ? undefined : text.language} dir="auto">{text.title}</span>}</span>}>
        {line.live && mayOrganise && line.status !== 'draft' && <ButtonLink href={link(`/console/handovers/new?petition=${line.slug}`)}>{t('console.book')}</ButtonLink>}
        {line.status !== 'draft' && <ButtonLink look="quiet" href={link(`/petitions/${line.slug}`)}>{t('console.petition.public')}</ButtonLink>}
      </Head>
      {!line.live && <p class="soft frozen">{t('console.frozen')}</p>}
      <nav class="tabs" aria-label={t('console.petition.tabs')}>
        <ul>{(['figures', 'texts', 'notices', 'settings'] as const).map((one) => <li key={one}><a href={link(petitionPath(line.slug, one))} aria-current={one === tab ? 'page' : undefined}>{t(`console.petition.tab.${one}`)}</a></li>)}{line.live && mayOrganise && <li><a href={link(`/console/petitions/${line.slug}/updates`)}>{t('supporters.title')}</a></li>}{line.live && mayOrganise && <li><a href={link(`/console/petitions/${line.slug}/screening`)} aria-current={tab === 'screening' ? 'page' : undefined}>{t('screening.title')}</a></li>}</ul>
      </nav>
      {children}
    </Frame>
  );
}

