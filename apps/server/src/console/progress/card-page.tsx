import { type JSX } from 'preact';
import { type Publication } from '#libs/embargo';
import { type Assessment, type FrameworkIndicator, mayReview } from '#libs/progress';
import { formatEdtf } from '../../i18n/index.js';
import { NgoStar, RatingTag } from '../../site/progress/rating.js';
import { Button, Field, languageOf, Select, Table, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { textLanguages } from '../petition-forms.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { inLanguage } from '../words.js';
import { type SatCard } from './assessment-desk.js';
import { progressPath, publicationName, roundTitle } from './matrix.js';
import { cellState, StateTag } from './states.js';

export interface CardPageView {
  sat: SatCard;
  publications: readonly Publication[];
  /** Of a reply that could not be kept, or a step that could not be taken. */
  failed: { form: 'reply' | 'steps'; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

export const cardPath = ({ campaign, round, place }: SatCard, ...steps: string[]): string => progressPath(campaign.slug, round.key, place.id, ...steps);

/** One country in one round: all its ratings with their state, what can be done with them together, and what its government says. */
export function CardDeskPage({ view }: { view: CardPageView }): JSX.Element {
  const { sat, failed } = view;
  const { t, link } = sat.desk.page;
  const place = t.place(sat.place.id, sat.place.names[t.locale] ?? sat.place.name);
  return (
    <Frame desk={sat.desk} title={`${place} · ${t('progress.title')}`} section="progress" faulty={failed !== null} styles={['progress.css']}>
      <Head title={place} lede={roundTitle(t, sat, sat.round.key)} back={{ href: link(`${progressPath(sat.campaign.slug)}?round=${sat.round.key}`), label: t('progress.title') }}>
        <a class="line-link" href={link(`/campaigns/${sat.campaign.slug}/progress/${sat.place.id}`)}>{t('assess.public')}</a>
      </Head>
      <Part id="ratings" title={t('assess.ratings')}>
        {failed?.form === 'steps' && failed.errors.map(({ message }) => <p key={message} class="fault" role="alert">{message}</p>)}
        <Ratings sat={sat} />
        <Together sat={sat} />
      </Part>
      <Replies view={view} />
    </Frame>
  );
}

function Ratings({ sat }: { sat: SatCard }): JSX.Element {
  const { t, link } = usePage();
  const title = (one: FrameworkIndicator): JSX.Element => {
    const { text, lang } = inLanguage(one.title, sat.campaign.defaultLanguage, t);
    return <a class="row-link" href={link(cardPath(sat, one.key))}><span>{t.number(one.number)} <span {...languageOf(t, lang)}>{text}</span></span></a>;
  };
  return (
    <Table stacked caption={t('assess.ratings')} captionHidden columns={[{ label: t('progress.indicator') }, { label: t('assess.rating') }, { label: t('assess.state') }, { label: t('assess.reasons') }]}
      rows={sat.framework.goals.flatMap((goal) => goal.indicators).map((indicator) => {
        const one = sat.standing.get(indicator.key);
        const reasons = one && Object.keys(one.reasons).length > 0 ? inLanguage(one.reasons, sat.campaign.defaultLanguage, t) : null;
        return {
          key: indicator.key,
          cells: [
            title(indicator), one ? <span class="rating-line"><RatingTag standing={one.rating ?? 'not-known'} />{one.star && <NgoStar short />}</span> : '–', <StateTag state={cellState(one)} />,
            reasons ? <span class="clamped" {...languageOf(t, reasons.lang)}>{reasons.text}</span> : '–',
          ],
        };
      })} />
  );
}

/** Drafts are handed in, and ratings of others approved, all at once. */
function Together({ sat }: { sat: SatCard }): JSX.Element | null {
  const { t } = usePage();
  if (!sat.writes(sat.place.id)) return null;
  const all = [...sat.standing.values()];
  const drafts = all.filter(({ state }) => state === 'draft');
  const waiting = all.filter(({ state }) => state === 'submitted');
  const theirs = waiting.filter(({ authors }) => mayReview(sat.actor.userId, authors));
  return (
    <div class="actions">
      {drafts.length > 0 && <Step action={cardPath(sat, 'submit')} of={drafts} look="primary" label={t('assess.submit.all', { n: drafts.length })} />}
      {theirs.length > 0 && <Step action={cardPath(sat, 'approve')} of={theirs} look="quiet" label={t('assess.approve.all', { n: theirs.length })} />}
      {waiting.length > theirs.length && <p class="soft small">{t('assess.own.some', { n: waiting.length - theirs.length })}</p>}
    </div>
  );
}

/** Exactly those that stand on the page: what somebody wrote since is not among them. */
function Step({ action, of, look, label }: { action: string; of: readonly Assessment[]; look: 'primary' | 'quiet'; label: string }): JSX.Element {
  return <PostForm action={action} compact>{of.map(({ id }) => <input key={id} type="hidden" name="assessment" value={id} />)}<Button look={look}>{label}</Button></PostForm>;
}

function Replies({ view }: { view: CardPageView }): JSX.Element {
  const { t } = usePage();
  const { sat } = view;
  const named = (indicator: FrameworkIndicator | null): string => (indicator ? inLanguage(indicator.title, sat.campaign.defaultLanguage, t).text : t('progress.replies.whole'));
  return (
    <Part id="replies" title={t('progress.replies')} note={t('assess.replies.note')}>
      {sat.replies.length === 0 ? <p class="soft">{t('progress.replies.none')}</p> : (
        <ul class="lines">{sat.replies.map(({ reply, indicator }) => (
          <li key={reply.id}><div>
            <p class="line-title"><bdi>{reply.byWhom}</bdi></p>
            <p class="soft small">{named(indicator)} · {formatEdtf(t.locale, reply.receivedOn)}</p>
            <p class="pre" {...languageOf(t, reply.language)}>{reply.texts[reply.language]}</p>
            {Object.entries(reply.texts).filter(([language]) => language !== reply.language).map(([language, text]) => <p key={language} class="pre soft" {...languageOf(t, language)}>{text}</p>)}
          </div></li>
        ))}</ul>
      )}
      {sat.writes(sat.place.id) && <ReplyForm view={view} named={named} />}
    </Part>
  );
}

function ReplyForm({ view, named }: { view: CardPageView; named: (indicator: FrameworkIndicator | null) => string }): JSX.Element {
  const { t } = usePage();
  const { sat } = view;
  const mine = view.failed?.form === 'reply' ? view.failed : null;
  const [values, errors] = [mine?.values ?? {}, mine?.errors ?? []];
  const told = view.publications.filter(({ id }) => [...sat.standing.values()].some(({ publicationId }) => publicationId === id));
  const languages = textLanguages(t);
  return (
    <Folded title={t('assess.reply.record')} open={mine !== null}>
      <PostForm action={cardPath(sat, 'replies')} errors={errors}>
        <Select name="indicator" label={t('assess.reply.about')} value={values['indicator']} error={messageFor(errors, 'indicator')}
          options={[{ value: '', label: t('progress.replies.whole') }, ...sat.framework.goals.flatMap((goal) => goal.indicators).map((one) => ({ value: one.key, label: named(one) }))]} />
        <Field name="byWhom" label={t('assess.reply.by')} hint={t('assess.reply.by.hint')} required maxLength={600} value={values['byWhom']} error={messageFor(errors, 'byWhom')} />
        <Field name="receivedOn" label={t('assess.reply.on')} required value={values['receivedOn'] ?? formatEdtf(t.locale, sat.desk.now.toISOString().slice(0, 10))} error={messageFor(errors, 'receivedOn')} />
        <Select name="language" label={t('promises.language')} value={values['language'] ?? sat.place.petition?.defaultLanguage ?? sat.campaign.defaultLanguage} options={languages} error={messageFor(errors, 'language')} />
        <TextArea name="replyText" label={t('assess.reply.text')} required rows={6} maxLength={20_000} value={values['replyText']} error={messageFor(errors, 'replyText')} />
        <Select name="translationLanguage" label={t('promises.translation.language')} value={values['translationLanguage'] ?? ''} options={[{ value: '', label: t('assess.reply.untranslated') }, ...languages]} />
        <TextArea name="translation" label={t('promises.translation')} optional rows={4} maxLength={20_000} value={values['translation']} />
        {told.length > 0 && <Select name="toldWith" label={t('assess.reply.told')} value={values['toldWith'] ?? told[0]?.id} error={messageFor(errors, 'toldWith')} options={[...told.map((one) => ({ value: one.id, label: publicationName(t, sat, one) })), { value: '', label: t('assess.reply.told.now') }]} />}
        {sat.replies.length > 0 && <Select name="replaces" label={t('assess.reply.corrects')} value={values['replaces'] ?? ''} error={messageFor(errors, 'replaces')} options={[{ value: '', label: t('assess.reply.corrects.none') }, ...sat.replies.map(({ reply, indicator }) => ({ value: reply.id, label: `${reply.byWhom}, ${formatEdtf(t.locale, reply.receivedOn)} (${named(indicator)})` }))]} />}
        <Button>{t('assess.reply.submit')}</Button>
      </PostForm>
    </Folded>
  );
}
