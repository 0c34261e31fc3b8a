import { type JSX } from 'preact';
import { changeOf, type MemberLine, sortedMembers } from '#libs/tallies';
import { formatFigure, type Translator } from '../../i18n/index.js';
import { SmallBars, Table, usePage } from '../../ui/index.js';
import { Part } from '../views/frame.js';
import { CsvLink, type SteeringView } from './steering-page.js';
import { outlookInWords, sharePercent, signedPercent } from './steering-words.js';

/** Each country's last fortnight as a small drawing of its own scale; the figures of all of them in one table below. */
export function Members({ view }: { view: SteeringView }): JSX.Element {
  const { t, link } = usePage();
  const { steering, order } = view;
  const name = ({ petition }: MemberLine): string => t.place(petition.jurisdictionId, petition.jurisdictionName);
  const members = sortedMembers(steering.members, order, name);
  const drawn = members.filter(({ days }) => days.some((n) => n > 0));
  const unsummed = members.some(({ summed }) => !summed);
  return (
    <Part id="members" title={t('steering.members')} note={t('steering.members.note')}>
      {drawn.length > 0 && (
        <ul class="multiples">
          {drawn.map((member) => (
            <li key={member.petition.slug}>
              <p class="multiple-name"><a href={link(`/console/steering/petitions/${member.petition.slug}`)}>{name(member)}</a></p>
              <SmallBars values={member.days} from={7} label={t('steering.members.bars', { name: name(member), n: member.week, before: member.weekBefore })} />
              <p>{t('steering.members.week', { n: member.week, change: changeText(t, member) })}</p>
            </li>
          ))}
        </ul>
      )}
      <p class="chart-key"><span class="key-now">{t('console.col.week')}</span><span class="key-before">{t('console.figures.week-before')}</span></p>
      <div class="steer-wide">
        <Table caption={t('steering.members')} captionHidden columns={[
          { label: t('steering.members.place') }, { label: t('console.col.today'), figure: true }, { label: t('console.col.week'), figure: true }, { label: t('steering.members.change'), figure: true },
          { label: t('console.col.total'), figure: true }, { label: t('steering.members.target'), figure: true }, { label: t('steering.members.next') },
        ]} rows={members.map((member) => ({
          key: member.petition.slug,
          cells: [
            <><a class="row-link" href={link(`/console/steering/petitions/${member.petition.slug}`)}>{name(member)}</a>{!member.summed && <span class="row-note">{t('steering.members.beside')}</span>}</>,
            t.number(member.today), <>{t.number(member.week)}<span class="row-note">{t('console.week.before', { n: member.weekBefore })}</span></>, changeText(t, member),
            formatFigure(t, { value: member.total, qualifier: member.petition.lowerBound ? 'lower-bound' : 'exact' }), sharePercent(t, member.targetShare),
            member.next ? <>{t.number(member.next.threshold)}<span class="row-note">{outlookInWords(t, member.next, steering.timeZone)}</span></> : '–',
          ],
        }))} />
      </div>
      {unsummed && <p class="soft">{t('steering.members.unsummed')}</p>}
      <CsvLink view={view} table="members" />
    </Part>
  );
}

function changeText(t: Translator, member: MemberLine): string {
  const change = changeOf(member);
  return change === null ? '–' : signedPercent(t, change);
}
