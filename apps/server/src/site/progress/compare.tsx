import { type JSX } from 'preact';
import { EmptyState, inSentence, Prose, Table, Text, usePage, type PageContext } from '../../ui/index.js';
import { CompareChooser, roundName } from './chooser.js';
import { ProgressDocument } from './frame.js';
import { Legend, MoveCounts, MoveTag, NgoStar, RatingTag } from './rating.js';
import { type ComparedIndicator, type CompareView, type LegendView } from './view-models.js';

/** One country in two periods: what rose, fell and stayed. */
export function ComparePage({ page, view, legend }: { page: PageContext; view: CompareView; legend: LegendView }): JSX.Element {
  const { t, link } = page;
  const place = t.place(view.place.id, view.place.name);
  const { from, to } = view;
  return (
    <ProgressDocument page={page} campaign={view.campaign} title={t('progress.compare.title', { place })} description={t('progress.compare.description', { place })} fictional={view.fictional}
      up={{ href: view.href, label: t('progress.compare.card', { place }) }} lede={from && to ? t('progress.compare.between', { from: roundName(t, from), to: roundName(t, to) }) : undefined}>
      {view.rounds.length > 1 && <CompareChooser action={`${view.href}/compare`} rounds={view.rounds} from={from?.id ?? null} to={to?.id ?? null} />}
      {from && to ? (
        <>
          <MoveCounts moves={view.moves} />
          {view.differentFrameworks && <p class="soft">{t('progress.compare.frameworks')}</p>}
          {view.goals.map((goal) => (
            <section key={goal.key} class="section compared" aria-labelledby={`goal-${goal.key}`}>
              <h2 id={`goal-${goal.key}`}><Text value={goal.title} /></h2>
              <Table stacked caption={inSentence(t, goal.title)} captionHidden
                columns={[{ label: t('progress.indicator') }, { label: roundName(t, from) }, { label: roundName(t, to) }, { label: t('progress.compare.change') }]}
                rows={goal.indicators.map((one) => ({
                  key: one.key, cells: [<Title one={one} />, <Standing standing={one.before} star={one.starBefore} />, <Standing standing={one.after} star={one.starAfter} />, <Change one={one} />],
                }))} />
            </section>
          ))}
          <section class="section" aria-labelledby="legend"><h2 id="legend">{t('progress.legend')}</h2><Legend legend={legend} /></section>
        </>
      ) : <EmptyState title={t('progress.compare.one')}><p><a href={link(view.href)}>{t('progress.compare.card', { place })}</a></p></EmptyState>}
    </ProgressDocument>
  );
}

const Title = ({ one }: { one: ComparedIndicator }): JSX.Element => <><span class="soft">{usePage().t.number(one.number)}</span> <Text value={one.title} /></>;

function Standing({ standing, star }: { standing: ComparedIndicator['before']; star: boolean }): JSX.Element {
  return <span class="rating-line"><RatingTag standing={standing} />{star && <NgoStar short />}</span>;
}

function Change({ one }: { one: ComparedIndicator }): JSX.Element {
  const { t } = usePage();
  return (
    <div>
      <MoveTag move={one.move} />
      {one.star && <p class="small">{t(`progress.compare.star.${one.star}`)}</p>}
      {one.reasons && one.move !== 'same' && <div class="small soft reasons"><Prose value={one.reasons} /></div>}
    </div>
  );
}
