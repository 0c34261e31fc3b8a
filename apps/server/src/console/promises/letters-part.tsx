import { type JSX } from 'preact';
import { type Handover, type Letter, LETTER_KINDS } from '#libs/handovers';
import { PAPER_LANGUAGES } from '#libs/publications';
import { formatEdtf } from '../../i18n/index.js';
import { Button, ButtonLink, DefinitionList, Field, Select, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';

const short = (text: string): string => ([...text].length > 70 ? `${[...text].slice(0, 70).join('')}…` : text);

/** Letters of a handover in its story, and the short form that drafts one. */
export function LettersPart({ handover, letters }: { handover: Handover; letters: readonly Letter[] }): JSX.Element {
  const { t, link } = usePage();
  const day = (on: string): string => formatEdtf(t.locale, on);
  return (
    <Part id="letters" title={t('promises.letters')}>
      {letters.length === 0 ? <p class="soft">{t('promises.letter.none')}</p> : (
        <ul class="lines">{letters.map((one) => (
          <li key={one.id}><div>
            <p class="line-title"><a class="line-link" href={link(`/console/letters/${one.id}`)}><bdi>{one.subject}</bdi></a></p>
            <p class="soft small">{[t(`promises.letter.kind.${one.kind}`), one.sentOn ? t('promises.letter.is-sent', { date: day(one.sentOn) }) : t('promises.letter.is-draft'), one.answeredOn ? t('promises.letter.answered', { date: day(one.answeredOn) }) : null].filter(Boolean).join(' · ')}</p>
          </div></li>
        ))}</ul>
      )}
      <Folded title={t('promises.letter.write')} open={false}>
        <PostForm action={`/console/handovers/${handover.id}/letters`}>
          <Select name="letterKind" label={t('promises.letter.kind')} options={LETTER_KINDS.map((kind) => ({ value: kind, label: t(`promises.letter.kind.${kind}`) }))} />
          <Select name="commitmentId" label={t('promises.letter.about')} options={[{ value: '', label: t('promises.letter.about.none') }, ...handover.commitments.map((one) => ({ value: one.id, label: short(one.text) }))]} />
          <Select name="letterLanguage" label={t('promises.letter.language')} value={t.locale} options={PAPER_LANGUAGES.map((tag) => ({ value: tag, label: t.language(tag) }))} />
          <Button>{t('promises.letter.draft')}</Button>
        </PostForm>
      </Folded>
    </Part>
  );
}

/** One letter: a draft to edit, or what was sent. */
export function LetterPage({ desk, letter, values, errors }: { desk: Desk; letter: Letter; values: Readonly<Record<string, string>>; errors: readonly FieldError[] }): JSX.Element {
  const { t, link } = desk.page;
  const value = (name: 'recipient' | 'subject' | 'text' | 'replyBy' | 'language'): string => values[name] ?? letter[name] ?? '';
  const title = t(`promises.letter.kind.${letter.kind}`);
  return (
    <Frame desk={desk} title={title} section="handovers" faulty={errors.length > 0}>
      <Head title={title} back={{ href: link(`/console/handovers/${letter.handoverId}`), label: t('console.nav.handovers') }}
        lede={letter.sentOn ? t('promises.letter.is-sent', { date: formatEdtf(t.locale, letter.sentOn) }) : t('promises.letter.is-draft')}>
        <ButtonLink look="quiet" href={`/api/v1/letters/${letter.id}/letter.pdf`}>{t('promises.letter.pdf')}</ButtonLink>
      </Head>
      {letter.sentOn ? (
        <>
          <DefinitionList items={[
            { term: t('promises.letter.recipient'), detail: <bdi>{letter.recipient}</bdi> },
            { term: t('promises.letter.subject'), detail: <bdi lang={letter.language}>{letter.subject}</bdi> },
            ...(letter.replyBy ? [{ term: t('promises.letter.reply-by'), detail: formatEdtf(t.locale, letter.replyBy) }] : []),
          ]} />
          <blockquote class="said" lang={letter.language} dir="auto">{letter.text.split('\n').filter(Boolean).map((line, n) => <p key={n}>{line}</p>)}</blockquote>
        </>
      ) : (
        <div class="sheet form-sheet">
          <PostForm action={`/console/letters/${letter.id}`} errors={errors}>
            <Field name="recipient" label={t('promises.letter.recipient')} required maxLength={500} value={value('recipient')} error={messageFor(errors, 'recipient')} />
            <Field name="subject" label={t('promises.letter.subject')} required maxLength={300} value={value('subject')} error={messageFor(errors, 'subject')} />
            <TextArea name="text" label={t('promises.letter.text')} required rows={14} value={value('text')} error={messageFor(errors, 'text')} />
            <Field name="replyBy" label={t('promises.letter.reply-by')} optional ltr value={value('replyBy')} error={messageFor(errors, 'replyBy')} />
            <Button>{t('promises.letter.save')}</Button>
          </PostForm>
          <PostForm action={`/console/letters/${letter.id}/sent`}>
            <Field name="sentOn" label={t('promises.letter.sent-on')} hint={t('promises.letter.sent.note')} optional error={messageFor(errors, 'sentOn')} />
            <Button look="quiet">{t('promises.letter.sent')}</Button>
          </PostForm>
        </div>
      )}
    </Frame>
  );
}
