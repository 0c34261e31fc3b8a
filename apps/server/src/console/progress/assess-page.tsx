import { type JSX } from 'preact';
import { type Assessment, type FrameworkIndicator, mayReview } from '#libs/progress';
import { wordDiff } from '#libs/petitions';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { NgoStar, RatingShape, RatingTag, ratingWord } from '../../site/progress/rating.js';
import { STANDINGS } from '../../site/progress/view-models.js';
import { Button, Checkbox, DefinitionList, fieldId, Field, Hidden, languageOf, Notice, Select, TextArea, Timeline, usePage, type FieldError } from '../../ui/index.js';
import { textLanguages } from '../petition-forms.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { Diff } from '../workshop/words.js';
import { dayOf, inLanguage } from '../words.js';
import { EMPTY_SOURCES } from './assess-form.js';
import { type SatCard } from './assessment-desk.js';
import { cardPath } from './card-page.js';
import { roundTitle } from './matrix.js';
import { cellState, StateTag } from './states.js';

export interface AssessView {
  sat: SatCard;
  indicator: FrameworkIndicator;
  /** The newest first. */
  versions: readonly Assessment[];
  failed: { form: 'assess' | 'review'; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** One rating: what stands, what a second person has to say of it, and the form for the next version. */
export function AssessPage({ view }: { view: AssessView }): JSX.Element {
  const { sat, indicator, versions, failed } = view;
  const { t, link } = sat.desk.page;
  const place = t.place(sat.place.id, sat.place.names[t.locale] ?? sat.place.name);
  const title = inLanguage(indicator.title, sat.campaign.defaultLanguage, t);
  const description = inLanguage(indicator.description, sat.campaign.defaultLanguage, t);
  const current = versions[0];
  const former = versions.find(({ state, id }) => state === 'published' && id !== current?.id) ?? null;
  const writes = sat.writes(sat.place.id);
  return (
    <Frame desk={sat.desk} title={`${title.text} · ${place}`} section="progress" faulty={failed !== null} styles={['progress.css']}>
      <Head title={<>{place} · <span {...languageOf(t, title.lang)}>{title.text}</span></>} back={{ href: link(cardPath(sat)), label: place }}
        lede={<span class="head-facts"><span>{roundTitle(t, sat, sat.round.key)}</span> <StateTag state={cellState(current)} /></span>} />
      {description.text !== '' && <p class="soft indicator-about" {...languageOf(t, description.lang)}>{description.text}</p>}
      {current?.state === 'sent-back' && current.remark && <Notice look="warn" title={t('assess.sent-back', { name: current.reviewerName ?? '' })}><p class="pre" dir="auto">{current.remark}</p></Notice>}
      {current && (current.state === 'submitted' || current.state === 'approved') && <Review view={view} current={current} former={former} />}
      {current && current.state !== 'submitted' && current.state !== 'approved' && <Part id="stands" title={t('assess.stands')}><Said assessment={current} sat={sat} />{current.state === 'draft' && writes && <SubmitDraft sat={sat} indicator={indicator} current={current} />}</Part>}
      {writes && <AssessForm view={view} current={current} />}
      <Neighbours sat={sat} indicator={indicator} />
      {versions.length > 1 && <Versions versions={versions} sat={sat} />}
    </Frame>
  );
}

function SubmitDraft({ sat, indicator, current }: { sat: SatCard; indicator: FrameworkIndicator; current: Assessment }): JSX.Element {
  const { t } = usePage();
  return <PostForm action={cardPath(sat, indicator.key, 'submit')} compact><Hidden name="assessment" value={current.id} /><Button look="quiet">{t('assess.submit')}</Button></PostForm>;
}

/** A version in all its parts. */
function Said({ assessment, sat }: { assessment: Assessment; sat: SatCard }): JSX.Element {
  const { t } = usePage();
  return (
    <DefinitionList items={[
      { term: t('assess.rating'), detail: <span class="rating-line"><RatingTag standing={assessment.rating ?? 'not-known'} />{assessment.star && <NgoStar />}</span> },
      ...Object.entries(assessment.reasons).map(([language, text]) => ({ term: t('assess.reasons.in', { language: t.language(language) }), detail: <p class="pre" {...languageOf(t, language)}>{text}</p> })),
      ...(assessment.sources.length === 0 ? [] : [{ term: t('assess.sources'), detail: <SourceList assessment={assessment} /> }]),
      { term: t('assess.written'), detail: <Written assessment={assessment} sat={sat} /> },
    ]} />
  );
}

function SourceList({ assessment: { sources } }: { assessment: Assessment }): JSX.Element {
  return <ul class="bullets">{sources.map(({ title, url, document, place }, n) => {
    const text = title ?? ([document, place].filter(Boolean).join(', ') || url);
    return <li key={n}>{url ? <a href={url} rel="nofollow noopener"><bdi>{text}</bdi></a> : <bdi>{text}</bdi>}</li>;
  })}</ul>;
}

function Written({ assessment: { assessor, assessorName, assessedOn, reviewer, reviewerName, reviewedAt } }: { assessment: Assessment; sat: SatCard }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  return (
    <>
      <p class="line-start"><bdi>{t('progress.assessor', { name: assessorName ?? assessor })}</bdi>{assessedOn && <> · <bdi>{formatEdtf(t.locale, assessedOn)}</bdi></>}</p>
      {reviewer && <p class="line-start"><bdi>{t('progress.reviewer', { name: reviewerName ?? reviewer })}</bdi>{reviewedAt && <> · <bdi>{dayOf(t, new Date(reviewedAt), person?.timeZone ?? 'UTC')}</bdi></>}</p>}
    </>
  );
}

/** What a second person looks at: the new version, what it changes of the published one, and the two answers. */
function Review({ view, current, former }: { view: AssessView; current: Assessment; former: Assessment | null }): JSX.Element {
  const { t } = usePage();
  const { sat, indicator } = view;
  const mine = view.failed?.form === 'review' ? view.failed : null;
  const mayDecide = sat.writes(sat.place.id) && mayReview(sat.actor.userId, current.authors);
  const base = cardPath(sat, indicator.key);
  return (
    <Part id="review" title={t(current.state === 'approved' ? 'assess.approved' : 'assess.review')} note={former ? t('assess.review.former') : t('assess.review.first')}>
      {former && <Difference current={current} former={former} />}
      <Said assessment={current} sat={sat} />
      {mine && mine.values['remark'] === undefined && mine.errors.map(({ message }) => <p key={message} class="fault" role="alert">{message}</p>)}
      {!mayDecide ? <p class="soft">{t(sat.writes(sat.place.id) ? 'assess.own' : 'assess.review.others')}</p> : (
        <>
          {current.state === 'submitted' && <PostForm action={`${base}/approve`} compact><Hidden name="assessment" value={current.id} /><Button>{t('assess.approve')}</Button></PostForm>}
          <Folded title={t('assess.send-back')} open={mine?.values['remark'] !== undefined}>
            <PostForm action={`${base}/send-back`} errors={mine?.errors}>
              <Hidden name="assessment" value={current.id} />
              <TextArea name="remark" label={t('assess.remark')} required rows={4} maxLength={5_000} value={mine?.values['remark']} error={messageFor(mine?.errors ?? [], 'remark')} />
              <Button look="quiet">{t('assess.send-back')}</Button>
            </PostForm>
          </Folded>
        </>
      )}
    </Part>
  );
}

/** Rating, star, reasons word by word and sources: only what changed. */
function Difference({ current, former }: { current: Assessment; former: Assessment }): JSX.Element {
  const { t } = usePage();
  const languages = [...new Set([...Object.keys(former.reasons), ...Object.keys(current.reasons)])].filter((language) => (former.reasons[language] ?? '') !== (current.reasons[language] ?? ''));
  const changes = [
    ...(former.rating === current.rating ? [] : [{ term: t('assess.rating'), detail: <span class="rating-line"><RatingTag standing={former.rating ?? 'not-known'} /> <span class="soft">{t('assess.becomes')}</span> <RatingTag standing={current.rating ?? 'not-known'} /></span> }]),
    ...(former.star === current.star ? [] : [{ term: t('assess.star'), detail: t(`progress.compare.star.${current.star ? 'came' : 'went'}`) }]),
    ...languages.map((language) => ({ term: t('assess.reasons.in', { language: t.language(language) }), detail: <Diff pieces={wordDiff(former.reasons[language] ?? '', current.reasons[language] ?? '', language)} language={language} /> })),
    ...(JSON.stringify(former.sources) === JSON.stringify(current.sources) ? [] : [{ term: t('assess.sources'), detail: t('assess.sources.changed', { before: former.sources.length, now: current.sources.length }) }]),
  ];
  return (
    <div class="difference">
      <h3>{t('assess.difference')}</h3>
      {changes.length === 0 ? <p class="soft">{t('assess.difference.none')}</p> : <DefinitionList items={changes} />}
    </div>
  );
}

function AssessForm({ view, current }: { view: AssessView; current: Assessment | undefined }): JSX.Element {
  const { t } = usePage();
  const { sat, indicator } = view;
  const mine = view.failed?.form === 'assess' ? view.failed : null;
  const [values, errors] = [mine?.values ?? null, mine?.errors ?? []];
  const own = sat.campaign.defaultLanguage;
  const typedLanguages = Object.keys(values ?? {}).flatMap((name) => /^reasons\.(.+)$/.exec(name)?.[1] ?? []);
  const languages = [...new Set([own, ...Object.keys(current?.reasons ?? {}), ...typedLanguages])];
  const open = current === undefined || mine !== null || current.state === 'draft' || current.state === 'sent-back';
  const rows = Math.max(current?.sources.length ?? 0, ...Object.keys(values ?? {}).map((name) => Number(/^source\.(\d+)\./.exec(name)?.[1] ?? -1) + 1 - EMPTY_SOURCES)) + EMPTY_SOURCES;
  const form = (
    <PostForm action={cardPath(sat, indicator.key)} errors={errors.map((error) => ({ ...error, label: labelOf(t, error.field) }))}>
      <Hidden name="basedOn" value={values?.['basedOn'] ?? String(current?.version ?? 0)} />
      <RatingChoice sat={sat} value={values ? (values['rating'] ?? '') : (current?.rating ?? 'not-known')} error={messageFor(errors, 'rating')} />
      <Checkbox name="star" checked={values ? values['star'] === 'true' : (current?.star ?? false)}>{t('assess.star.set')}</Checkbox>
      {languages.map((language) => (
        <TextArea key={language} name={`reasons.${language}`} label={t('assess.reasons.in', { language: t.language(language) })} rows={5} maxLength={5_000} value={values?.[`reasons.${language}`] ?? current?.reasons[language]} error={messageFor(errors, `reasons.${language}`)} />
      ))}
      <details class="disclosure" open={Boolean(values?.['further.text'])}><summary>{t('assess.further')}</summary>
        <Select name="further.language" label={t('workshop.col.language')} value={values?.['further.language'] ?? ''} options={[{ value: '', label: t('console.choose') }, ...textLanguages(t).filter(({ value }) => !languages.includes(value))]} />
        <TextArea name="further.text" label={t('assess.reasons')} rows={5} maxLength={5_000} value={values?.['further.text']} />
      </details>
      <fieldset class="sources"><legend>{t('assess.sources')}</legend>
        {Array.from({ length: rows }, (_, n) => (
          <div key={n} class="pair">
            <Field name={`source.${n}.title`} label={t('assess.source.title', { n: n + 1 })} maxLength={600} value={values?.[`source.${n}.title`] ?? current?.sources[n]?.title} error={messageFor(errors, `source.${n}.title`)} />
            <Field name={`source.${n}.url`} type="url" label={t('assess.source.url', { n: n + 1 })} ltr maxLength={600} value={values?.[`source.${n}.url`] ?? current?.sources[n]?.url} error={messageFor(errors, `source.${n}.url`)} />
          </div>
        ))}
      </fieldset>
      <Field name="assessedOn" label={t('assess.on')} value={values?.['assessedOn'] ?? formatEdtf(t.locale, sat.desk.now.toISOString().slice(0, 10))} error={messageFor(errors, 'assessedOn')} />
      <div class="actions form-end"><Button name="then" value="submit">{t('assess.save.submit')}</Button><Button look="quiet" name="then" value="draft">{t('assess.save.draft')}</Button></div>
    </PostForm>
  );
  return (
    <Part id="assess" title={t(current ? 'assess.next' : 'assess.first')} note={t('assess.note')}>
      {open ? form : <Folded title={t('assess.write')} open={false}>{form}</Folded>}
    </Part>
  );
}

/** What a field is called, so that the list of faults says which each is. */
function labelOf(t: Translator, field: string): string | undefined {
  const [, kind = '', part = ''] = /^(reasons|source)\.([^.]+)/.exec(field) ?? [];
  if (kind === 'reasons') return t('assess.reasons.in', { language: t.language(part) });
  if (kind === 'source') return t('assess.source.title', { n: Number(part) + 1 });
  return field === 'rating' ? t('assess.rating') : field === 'assessedOn' ? t('assess.on') : undefined;
}

/** The five standings as radio buttons, each with its shape, its word and its meaning. */
function RatingChoice({ sat, value, error }: { sat: SatCard; value: string; error: string | undefined }): JSX.Element {
  const { t } = usePage();
  const id = fieldId('rating');
  return (
    <fieldset class={error ? 'faulty' : undefined} id={id} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{t('assess.rating')}</legend>
      {error && <p class="fault" id={`${id}-error`}>{error}</p>}
      {STANDINGS.map((standing) => {
        const words = standing === 'not-assessed' || standing === 'not-known' ? null : sat.framework.meanings[standing];
        const meaning = words ? inLanguage(words, sat.campaign.defaultLanguage, t) : null;
        return (
          <div key={standing} class="field tick">
            <label for={`${id}-${standing}`}>
              <input id={`${id}-${standing}`} type="radio" name="rating" value={standing} checked={value === standing} />
              <span><RatingShape standing={standing} /> <strong>{t(ratingWord(standing))}</strong>{meaning && <span class="soft" {...languageOf(t, meaning.lang)}> {meaning.text}</span>}{standing === 'not-known' && <span class="soft"> {t('assess.not-known')}</span>}</span>
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}

/** On to the next indicator, without the way back over the table. */
function Neighbours({ sat, indicator }: { sat: SatCard; indicator: FrameworkIndicator }): JSX.Element {
  const { t, link } = usePage();
  const all = sat.framework.goals.flatMap((goal) => goal.indicators);
  const at = all.findIndex(({ key }) => key === indicator.key);
  const title = (one: FrameworkIndicator): string => inLanguage(one.title, sat.campaign.defaultLanguage, t).text;
  const [before, after] = [all[at - 1], all[at + 1]];
  return (
    <nav class="pagination" aria-label={t('assess.neighbours')}>
      {before ? <a rel="prev" href={link(cardPath(sat, before.key))}>{t('assess.prev', { title: title(before) })}</a> : <span />}
      {after ? <a rel="next" href={link(cardPath(sat, after.key))}>{t('assess.next-one', { title: title(after) })}</a> : <span />}
    </nav>
  );
}

function Versions({ versions, sat }: { versions: readonly Assessment[]; sat: SatCard }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  return (
    <Part id="versions" title={t('assess.versions')}>
      <Timeline items={versions.map((one) => ({
        key: one.id, when: dayOf(t, new Date(one.createdAt), person?.timeZone ?? 'UTC'),
        title: <p class="rating-line"><strong>{t('workshop.version.of', { version: one.version })}</strong> <RatingTag standing={one.rating ?? 'not-known'} /> <StateTag state={one.state} /></p>,
        body: <details class="disclosure"><summary>{t('assess.versions.open')} <span class="visually-hidden">{t.number(one.version)}</span></summary><Said assessment={one} sat={sat} />{one.remark && <p class="soft pre" dir="auto">{one.remark}</p>}</details>,
      }))} />
    </Part>
  );
}
