import { type JSX } from 'preact';
import { ButtonLink } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame } from './frame.js';

/** An empty installation opens on what to do first. */
export function FirstPetitionPage({ desk, mayCreate }: { desk: Desk; mayCreate: boolean }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('console.first.title')} section="today">
      <div class="single">
        <h1>{t('console.first.title')}</h1>
        <p class="lede">{t('console.first.lede')}</p>
        <ol class="steps">
          <li><span>{t('console.first.step.1')}</span></li>
          <li><span>{t('console.first.step.2')}</span></li>
          <li><span>{t('console.first.step.3')}</span></li>
        </ol>
        {mayCreate ? <p><ButtonLink href={link('/console/campaigns/new')}>{t('console.first.button')}</ButtonLink></p> : <p class="soft">{t('console.first.ask')}</p>}
      </div>
    </Frame>
  );
}
