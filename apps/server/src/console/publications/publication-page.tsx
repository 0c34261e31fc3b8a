import { type JSX } from 'preact';
import { DateTime } from 'luxon';
import { type AccreditedRead, type AccreditedReader, type Publication, PUBLICATION_KINDS_TO_FILL, wasPublic } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { inWords, spanUntil, titleOf, wordsIn } from '../../embargo/instant-words.js';
import { placeOf } from '../../embargo/places.js';
import { Button, DefinitionList, type Definition, Notice, Pagination, Text, TextArea, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Folded } from '../views/handover-forms.js';
import { Frame, Head, Part, PostForm, useDesk } from '../views/frame.js';
import { type Failed, refused } from './forms.js';
import { InstantFields, NamedTime, publicationPath, publicationsPath, PublicationTag, WordsFields } from './publications-page.js';
import { ReadersPart, ReadsPart } from './reader-parts.js';

export interface PublicationView {
  campaign: WholeCampaign;
  publication: Publication;
  readers: readonly AccreditedReader[];
  reads: readonly AccreditedRead[];
  page: number;
  pages: number;
  failed: Failed | null;
}

export function PublicationPage({ desk, view }: { desk: Desk; view: PublicationView }): JSX.Element {
  const { t, link } = desk.page;
  const { publication, campaign } = view;
  const title = titleOf(publication, t);
  const open = !publication.record && publication.state !== 'withdrawn';
  return (
    <Frame desk={desk} title={title.text} section="publications" faulty={view.failed !== null}>
      <Head title={<Text value={title} />} back={{ href: link(publicationsPath(campaign.slug)), label: t('publications.title') }}
        lede={<span class="head-facts"><PublicationTag state={publication.state} /><span>{t(`publications.kind.${publication.kind}`)}</span></span>}>
        {publication.kind === 'report' && <a class="button quiet" href={link(`${publicationPath(publication)}/reports`)}>{t('reports.freeze.list')}</a>}
      </Head>
      <Standing publication={publication} />
      <div class="columns even">
        <Facts publication={publication} />
        {open && <Deeds view={view} />}
      </div>
      {!publication.record && <ReadersPart view={view} />}
      {!publication.record && <ReadsPart view={view} />}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`${publicationPath(publication)}?page=${page}`)} />
    </Frame>
  );
}

/** Where it stands, in words: the countdown by the database's clock when the page was made. */
function Standing({ publication }: { publication: Publication }): JSX.Element {
  const { t, link } = usePage();
  const { state, publicAt, timeZone, readAt, withdrawn, correctedBy } = publication;
  const zone = timeZone ?? 'UTC';
  const why = withdrawn && wordsIn(withdrawn.why, t);
  return (
    <>
      {state === 'draft' && <Notice><p>{t('publications.stands.draft')}</p></Notice>}
      {state === 'scheduled' && publicAt && <Notice look="warn" title={t('publications.stands.scheduled', { span: spanUntil(t, publicAt, readAt) })}><p>{t('publications.stands.scheduled.when', { when: inWords(t, publicAt, zone), zone })}</p></Notice>}
      {state === 'public' && publicAt && <Notice look="good"><p>{t('publications.stands.public', { when: inWords(t, publicAt, zone), zone })}</p></Notice>}
      {withdrawn && why && <Notice look="bad" title={t('publications.stands.withdrawn', { when: inWords(t, withdrawn.at, zone) })}><p class="pre"><Text value={why} /></p></Notice>}
      {correctedBy && <Notice><p><a href={link(publicationPath({ campaign: publication.campaign, id: correctedBy }))}>{t('publications.corrected-by')}</a></p></Notice>}
    </>
  );
}

function Facts({ publication }: { publication: Publication }): JSX.Element {
  const { t, link } = usePage();
  const { person } = useDesk();
  const { publicAt, timeZone, corrects, createdAt, readAt } = publication;
  const own = person?.timeZone ?? 'UTC';
  const items: Definition[] = [
    { term: t(wasPublic(publication, readAt) ? 'publications.instant.was' : 'publications.instant'), detail: publicAt && timeZone ? <NamedTime at={publicAt} zone={timeZone} /> : t('publications.instant.none') },
    ...(publicAt && own !== timeZone ? [{ term: t('publications.instant.here'), detail: inWords(t, publicAt, own) }] : []),
    { term: t('publications.place'), detail: <a href={`/${t.locale}${placeOf(publication)}`}>{t('publications.place.open')}</a> },
    ...(corrects ? [{ term: t('publications.corrects'), detail: <a href={link(publicationPath({ campaign: publication.campaign, id: corrects }))}>{t('publications.corrects.open')}</a> }] : []),
    { term: t('publications.made'), detail: inWords(t, createdAt, own) },
  ];
  return <Part id="facts" title={t('publications.facts')}><DefinitionList items={items} /></Part>;
}

function Deeds({ view }: { view: PublicationView }): JSX.Element {
  const { t } = usePage();
  const { publication, campaign } = view;
  const path = publicationPath(publication);
  const told = wasPublic(publication, publication.readAt);
  const [schedule, withdraw, correct] = [refused(view.failed, 'schedule'), refused(view.failed, 'withdraw'), refused(view.failed, 'correct')];
  const named = publication.publicAt && publication.timeZone ? DateTime.fromJSDate(publication.publicAt, { zone: publication.timeZone }) : null;
  const now: Record<string, string> = named ? { publicDate: named.toFormat('yyyy-MM-dd'), publicTime: named.toFormat('HH:mm'), publicZone: publication.timeZone ?? 'UTC' } : {};
  return (
    <Part id="deeds" title={t('publications.deeds')}>
      {!told && (
        <Folded title={t(named ? 'publications.reschedule' : 'publications.schedule')} open={!named || schedule.errors.length > 0}>
          <PostForm action={`${path}/schedule`} errors={schedule.errors}>
            <InstantFields values={{ ...now, ...schedule.values }} errors={schedule.errors} />
            <Button>{t('publications.schedule.submit')}</Button>
          </PostForm>
        </Folded>
      )}
      {told && !publication.correctedBy && PUBLICATION_KINDS_TO_FILL.some((kind) => kind === publication.kind) && (
        <Folded title={t('publications.correct')} open={correct.errors.length > 0}>
          <PostForm action={`${path}/correct`} errors={correct.errors}>
            <p>{t('publications.correct.note')}</p>
            <WordsFields field="title" label={t('publications.name')} campaign={campaign} values={correct.values} errors={correct.errors} />
            <InstantFields values={correct.values} errors={correct.errors} />
            <Button>{t('publications.correct.submit')}</Button>
          </PostForm>
        </Folded>
      )}
      <Folded title={t('publications.withdraw')} open={withdraw.errors.length > 0}>
        <PostForm action={`${path}/withdraw`} errors={withdraw.errors}>
          <p>{t(told ? 'publications.withdraw.told' : 'publications.withdraw.untold')}</p>
          <WordsFields field="why" label={t('publications.why')} campaign={campaign} values={withdraw.values} errors={withdraw.errors} long={(props) => <TextArea {...props} rows={3} maxLength={5_000} />} />
          <Button look="danger">{t('publications.withdraw.submit')}</Button>
        </PostForm>
      </Folded>
    </Part>
  );
}
