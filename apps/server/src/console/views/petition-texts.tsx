import { type JSX } from 'preact';
import { type TextVersion } from '#libs/petitions';
import { Button, EmptyState, languageOf, Select, TextArea, Field, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace, type PetitionTexts } from '../read/petition-page.js';
import { textLanguages } from '../petition-forms.js';
import { dayOf, inLanguage } from '../words.js';
import { messageFor, Part, PostForm, useDesk } from './frame.js';
import { Folded } from './handover-forms.js';
import { PetitionFrame, petitionPath } from './petition-frame.js';

export interface TextsView {
  face: PetitionFace;
  texts: PetitionTexts;
  /** The language whose text is being written; null: none is. */
  writing: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

export function TextsPage({ desk, view }: { desk: Desk; view: TextsView }): JSX.Element {
  const { t } = desk.page;
  const { face, texts } = view;
  const shared = face.petition.sharedFrom !== null;
  const languages = [...new Set(texts.versions.map(({ language }) => language))].sort((a, b) => Number(b === face.petition.defaultLanguage) - Number(a === face.petition.defaultLanguage));
  return (
    <PetitionFrame desk={desk} face={face} tab="texts" faulty={(view.writing?.errors.length ?? 0) > 0}>
      <div class="columns even">
        <div>
          <Part id="calls" title={t('console.calls.title')}><Calls view={view} /></Part>
        </div>
        <div>
          <Part id="texts" title={t('console.texts.title')} note={shared ? t('console.texts.shared') : t('console.texts.note')}>
            {languages.length === 0 && <EmptyState title={t('console.texts.none')} />}
            {languages.map((language) => <Language key={language} versions={texts.versions.filter((one) => one.language === language)} />)}
            {face.mayOrganise && !shared && <WriteText view={view} />}
          </Part>
        </div>
      </div>
    </PetitionFrame>
  );
}

function Calls({ view }: { view: TextsView }): JSX.Element {
  const { t } = usePage();
  const { calls } = view.texts;
  if (calls.length === 0) return <EmptyState title={t('console.calls.none')} />;
  return (
    <ol class="calls">
      {calls.map((call, n) => {
        const { text, lang } = inLanguage(call.texts, view.face.petition.defaultLanguage, t);
        return (
          <li key={call.key}>
            <span class="call-number">{t.number(n + 1)}</span>
            <div><p class="call-text" {...languageOf(t, lang)}>{text}</p>{call.target && <p class="soft small">{t('console.calls.target')} <bdi>{call.targets[t.locale] ?? call.target}</bdi></p>}</div>
          </li>
        );
      })}
    </ol>
  );
}

/** The text that holds, and those under which people signed before. */
function Language({ versions }: { versions: readonly TextVersion[] }): JSX.Element | null {
  const { t } = usePage();
  const { person } = useDesk();
  const [current, ...earlier] = versions;
  if (!current) return null;
  const told = (one: TextVersion): string => t('console.texts.version', { version: one.version, date: dayOf(t, new Date(one.createdAt), person?.timeZone ?? 'UTC') });
  return (
    <article class="text-version">
      <p class="soft small">{t.language(current.language)} · {told(current)}</p>
      <Words one={current} />
      {earlier.length > 0 && (
        <details class="disclosure"><summary>{t('console.texts.earlier', { n: earlier.length })}</summary>
          {earlier.map((one) => <div key={one.version} class="earlier"><p class="soft small">{told(one)}</p><Words one={one} /></div>)}
        </details>
      )}
    </article>
  );
}

function Words({ one }: { one: TextVersion }): JSX.Element {
  const { t } = usePage();
  return (
    <div {...languageOf(t, one.language)}>
      <h3>{one.title}</h3>
      <p class="pre">{one.demand}</p>
            {one.notice && <details class="disclosure"><summary lang={t.locale} dir={t.dir}>{t('console.new.notice')}</summary><p class="pre soft small">{one.notice}</p></details>}
    </div>
  );
}

function WriteText({ view }: { view: TextsView }): JSX.Element {
  const { t } = usePage();
  const { writing, face } = view;
  const values = writing?.values ?? {};
  const errors = writing?.errors ?? [];
  return (
    <Folded title={t('console.texts.write')} open={writing !== null}>
      <PostForm action={petitionPath(face.line.slug, 'texts')} errors={errors}>
        <Select name="language" label={t('console.texts.language')} hint={t('console.texts.language.hint')} value={values['language'] ?? face.petition.defaultLanguage} options={textLanguages(t)} error={messageFor(errors, 'language')} />
        <Field name="title" label={t('console.new.title')} required maxLength={200} value={values['title'] ?? face.petition.texts[0]?.title} error={messageFor(errors, 'title')} />
        <TextArea name="demand" label={t('console.new.demand')} required rows={8} value={values['demand'] ?? face.petition.texts[0]?.demand} error={messageFor(errors, 'demand')} />
        <TextArea name="notice" label={t('console.new.notice')} hint={t('console.new.notice.hint')} required rows={8} value={values['notice'] ?? face.petition.texts[0]?.notice ?? ''} error={messageFor(errors, 'notice')} />
        <Button>{t('console.texts.submit')}</Button>
      </PostForm>
    </Folded>
  );
}
