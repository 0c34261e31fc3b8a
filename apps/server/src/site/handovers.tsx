import { Fragment, type JSX } from 'preact';
import { formatEdtf, formatFigure, type Translator } from '../i18n/index.js';
import { CommitmentTag, DefinitionList, HandoverTag, NameList, Text, Timeline, UntranslatedNote, usePage, type Definition } from '../ui/index.js';
import { type AnswerView, type BundleView, type CommitmentView, type HandoverView, type PetitionView, type PlaceView, type RecipientView } from './view-models.js';

/** Every handover of a petition: when, to whom, how many, and what was said. */
export function Handovers({ view }: { view: Pick<PetitionView, 'handovers' | 'place'> & { campaign: Pick<PetitionView['campaign'], 'kind'> } }): JSX.Element {
  const { t } = usePage();
  const onlyPlanned = view.handovers.length > 0 && view.handovers.every(({ state }) => state === 'planned');
  return (
    <section class="section" aria-labelledby="handovers">
      <h2 id="handovers">{t(onlyPlanned ? 'site.handovers.title.planned' : 'site.handovers.title')}</h2>
      <UntranslatedNote texts={view.handovers.flatMap(({ outcome, place, claims, recipients, answers }) => [outcome, place, ...claims, ...answers.map(({ text }) => text), ...recipients.flatMap(({ office, body }) => [office, body])])} />
      {view.handovers.length === 0
        ? <p class="soft">{t(view.campaign.kind === 'record' ? 'site.handovers.none.record' : 'site.handovers.none')}</p>
        : view.handovers.map((handover) => <Handover key={handover.id} handover={handover} country={t.place(view.place.id, view.place.name)} />)}
    </section>
  );
}

function headline(t: Translator, { state, date, record }: HandoverView): string {
  if (state === 'listed') return t('site.handovers.listed');
  const when = date === null ? t('site.handovers.undated') : formatEdtf(t.locale, date, 'phrase');
  if (state !== 'planned') return t('site.handovers.held', { when });
  return t(record ? 'site.handovers.planned.record' : 'site.handovers.planned', { when });
}

function Handover({ handover, country }: { handover: HandoverView; country: string }): JSX.Element {
  const { t, link } = usePage();
  const planned = handover.state === 'planned';
  const facts: Definition[] = [];
  if (!planned) facts.push({ term: t('site.handovers.signatures.figure'), detail: <HandoverFigure handover={handover} country={country} /> });
  if (handover.recipients.length > 0) {
    facts.push({
      term: t(planned ? 'site.handovers.recipients.planned' : 'site.handovers.recipients'),
      detail: <ul class="recipients">{handover.recipients.map((recipient, index) => <Recipient key={index} recipient={recipient} />)}</ul>,
    });
  }
  if (handover.place) facts.push({ term: t('site.handovers.place'), detail: <Text value={handover.place} /> });
  if (handover.presenters.length > 0) facts.push({ term: t(planned && !handover.record ? 'site.handovers.presenters.planned' : 'site.handovers.presenters'), detail: <NameList names={handover.presenters} /> });
  if (handover.outcome) facts.push({ term: t(planned || handover.state === 'listed' ? 'site.handovers.about' : 'site.handovers.outcome'), detail: <Text value={handover.outcome} /> });
  if (handover.quote) facts.push({ term: t('promises.quote'), detail: <><blockquote><Text as="p" value={handover.quote} /></blockquote>{handover.quote.by && <p class="soft small"><bdi>{handover.quote.by}</bdi></p>}</> });
  if (handover.answers.length > 0) facts.push({ term: t('promises.answer', { n: handover.answers.length }), detail: <>{handover.answers.map((answer, index) => <Answer key={index} answer={answer} />)}</> });
  if (handover.claims.length > 0) facts.push({ term: t('site.handovers.claims'), detail: <>{handover.claims.map((claim) => <Text key={claim.text} as="p" value={claim} />)}</> });
  return (
    <article class="handover">
      <HandoverTag state={handover.state} />
      <h3>{headline(t, handover)}</h3>
      {handover.together && <p class="soft">{t('site.handovers.together', { place: t.place(handover.together.id, handover.together.name) })}</p>}
      <DefinitionList items={facts} />
      {handover.photoHref && <img class="photo" src={handover.photoHref} alt={t('promises.photo')} loading="lazy" />}
      {handover.bundle && <Bundle bundle={handover.bundle} />}
      {handover.sealHref && <p><a class="line-link" href={link(handover.sealHref)}>{t('seal.check.figures')}</a></p>}
      {handover.awaitingAnswer && <p class="soft">{t('site.handovers.awaiting')}</p>}
    </article>
  );
}

function HandoverFigure({ handover, country }: { handover: HandoverView; country: string }): JSX.Element {
  const { t } = usePage();
  const { figure, livingHere } = handover;
  if (figure?.value == null) return <>{formatFigure(t, null)}</>;
  const said = figure.qualifier === 'exact' ? t('site.handovers.signatures', { n: figure.value }) : formatFigure(t, figure);
  return <><strong>{said}</strong>{livingHere !== null && `${t.locale === 'ar' ? '، ' : ', '}${t('site.handovers.local', { n: livingHere, country })}`}</>;
}

/** The government's own words, with their translation where there is one, their day and their document. */
function Answer({ answer }: { answer: AnswerView }): JSX.Element {
  const { t } = usePage();
  const { text, original, date, document, file } = answer;
  const source = document === null ? null : /^https?:\/\//.test(document) ? <a href={document} rel="noopener noreferrer nofollow"><bdi>{document}</bdi></a> : <bdi>{document}</bdi>;
  return (
    <>
      <blockquote><Text as="p" value={text} /></blockquote>
      {original && <p class="soft small">{t('promises.original')}: <Text value={original} /></p>}
      {date && <p class="soft small">{formatEdtf(t.locale, date)}</p>}
      {source && <p class="small">{source}</p>}
      {file && <p class="small"><a href={file.href}><bdi>{file.name}</bdi></a></p>}
    </>
  );
}

/** Three kinds of figure side by side, and what is not known of them. */
function Bundle({ bundle }: { bundle: BundleView }): JSX.Element {
  const { t } = usePage();
  const { stated, membersSum, verified, people, after, overlapUnknown } = bundle;
  const names = (places: readonly PlaceView[]): string => t.list(places.map((place) => t.place(place.id, place.name)));
  return (
    <>
      <DefinitionList items={[
        { term: t('console.bundle.stated'), detail: formatFigure(t, stated) },
        { term: t('console.bundle.members'), detail: membersSum ? <>{formatFigure(t, membersSum.figure)} <span class="soft small">{t('console.bundle.from', { from: membersSum.from, of: membersSum.of })}</span></> : t('ui.figure.none') },
        { term: t('console.bundle.verified'), detail: t.number(verified) },
        ...(people ? [{ term: t('bundles.people'), detail: <>{t('bundles.people.known', people)} <span class="soft small">{t('bundles.people.as-of', { day: t.instant(people.asOfAt) })}</span></> }] : []),
      ]} />
      {after.length > 0 && <p class="soft small">{t('bundles.after', { n: after.length, countries: names(after) })}</p>}
      {overlapUnknown.length > 0 && <p class="soft small">{t('bundles.overlap-unknown', { countries: names(overlapUnknown) })}</p>}
    </>
  );
}

function Recipient({ recipient }: { recipient: RecipientView }): JSX.Element {
  const { t } = usePage();
  const { name, office, body, kind } = recipient;
  const parts = [name && <bdi key="n"><strong>{name}</strong></bdi>, office && <Text key="o" value={office} />, body && <Text key="b" value={body} />].filter(Boolean);
  return (
    <li>
      {parts.length === 0 && <span>{t('site.handovers.recipients.unnamed')}</span>}
      {parts.length > 0 && <span>{parts.map((part, index) => <Fragment key={index}>{index > 0 && (t.locale === 'ar' ? '، ' : ', ')}{part}</Fragment>)}</span>}
      <span class="kind">{t(`ui.kind.${kind}`)}</span>
    </li>
  );
}

/** What was promised, what it answers, and how it went since. */
export function Commitments({ view }: { view: Pick<PetitionView, 'commitments'> }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby="commitments">
      <h2 id="commitments">{t('site.commitments.title')}</h2>
      <UntranslatedNote texts={view.commitments.flatMap(({ text, by }) => [text, by])} />
      {view.commitments.length === 0
        ? <p class="soft">{t('site.commitments.none')}</p>
        : view.commitments.map((commitment) => <Commitment key={commitment.id} commitment={commitment} />)}
    </section>
  );
}

function Commitment({ commitment }: { commitment: CommitmentView }): JSX.Element {
  const { t } = usePage();
  const { history } = commitment;
  return (
    <div class="commitment">
      <CommitmentTag state={commitment.state} />
      <blockquote><Text as="p" value={commitment.text} /></blockquote>
      {commitment.original && <p class="soft small">{t('promises.original')}: <Text value={commitment.original} /></p>}
      {commitment.office && <p class="soft small"><Text value={commitment.office.name} />{commitment.office.then && <> · {t('promises.holder.then', { name: commitment.office.then })}</>}{commitment.office.now && <> · {t('promises.holder.now', { name: commitment.office.now })}</>}</p>}
      <p class="soft small">
        {commitment.by && <>{t('site.commitments.by', { who: '' }).trim()} <Text value={commitment.by} />{' · '}</>}
        <Answers commitment={commitment} />
        {commitment.due && <>{' · '}{t('site.commitments.due', { when: formatEdtf(t.locale, commitment.due, 'phrase') })}</>}
      </p>
      {history.length > 1 && (
        <details class="disclosure">
          <summary>{t('site.commitments.history')}</summary>
          <Timeline items={history.map((step, index) => ({
            key: String(index),
            when: formatEdtf(t.locale, step.date),
            title: <CommitmentTag state={step.state} />,
            body: <>{step.note && <Text as="p" value={step.note} />}{step.evidenceUrl && <p><a href={step.evidenceUrl} rel="noopener noreferrer nofollow">{t('site.commitments.evidence')}</a>{step.deadSince && <> <span class="soft small">{t('promises.dead-link', { date: formatEdtf(t.locale, step.deadSince) })}</span></>}</p>}{step.file && <p><a href={`/documents/${step.file.id}`}><bdi>{step.file.name}</bdi></a></p>}{step.reply && <blockquote><p class="small">{t('promises.reply')}</p><Text as="p" value={step.reply} /></blockquote>}</>,
          }))} />
        </details>
      )}
    </div>
  );
}

function Answers({ commitment: { answers, together } }: { commitment: CommitmentView }): JSX.Element {
  const { t } = usePage();
  if (together) return <>{t('site.commitments.answers.other', { place: t.place(together.id, together.name) })}</>;
  if (answers === 'all') return <>{t('site.commitments.answers.all')}</>;
  if (answers.length === 0) return <>{t('site.commitments.answers.none')}</>;
  return <>{t('site.commitments.answers', { calls: t.list(answers.map((number) => t('site.petition.call', { number }))) })}</>;
}
