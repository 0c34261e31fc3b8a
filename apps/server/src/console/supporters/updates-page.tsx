import { type JSX } from 'preact';
import { type Caps, type SupporterUpdates, type UpdatePage as Updates, type UpdateState } from '#libs/notifications';
import { formatEdtf } from '../../i18n/index.js';
import { Button, EmptyState, Field, type FieldError, Pagination, Select, Table, Tag, type TagShape, type TagTone, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';

export interface UpdatesView {
  slug: string;
  place: string;
  updates: Updates;
  choices: Awaited<ReturnType<SupporterUpdates['choices']>>;
  caps: Caps;
  mayAdminister: boolean;
  errors: readonly FieldError[];
  values: Record<string, string>;
}

const LOOK: Record<UpdateState, [TagShape, TagTone]> = {
  draft: ['ring', 'plain'], approved: ['half', 'pen'], sending: ['dot', 'pen'], paused: ['square', 'warn'], sent: ['check', 'good'], stopped: ['cross', 'bad'],
};

export function UpdateTag({ state }: { state: UpdateState }): JSX.Element {
  const [shape, tone] = LOOK[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`supporters.state.${state}`)}</Tag>;
}

/** A petition's news: what went out, and what can be told next. */
export function UpdatesPage({ desk, view }: { desk: Desk; view: UpdatesView }): JSX.Element {
  const { t, link } = desk.page;
  const { slug, updates, errors } = view;
  const own = `/console/petitions/${slug}/updates`;
  return (
    <Frame desk={desk} title={t('supporters.list.title')} section="petitions" faulty={errors.length > 0}>
      <Head title={t('supporters.list.title')} lede={t('supporters.list.lede')} back={{ href: link(`/console/petitions/${slug}`), label: t.place(view.place) }} />
      {updates.items.length === 0 ? <EmptyState title={t('supporters.list.none')} /> : (
        <>
          <Table stacked caption={t('supporters.list.count', { n: updates.total })}
            columns={[{ label: t('supporters.column.update') }, { label: t('supporters.column.state') }, { label: t('supporters.column.recipients'), figure: true }, { label: t('supporters.column.accepted'), figure: true }]}
            rows={updates.items.map((item) => ({ key: item.id, cells: [
              <a class="line-link" href={link(`/console/updates/${item.id}`)}><bdi>{item.subject || t('supporters.update.untitled')}</bdi></a>, <UpdateTag state={item.state} />,
              item.recipients === null ? '' : t.number(item.recipients), item.recipients === null ? '' : t.number(item.progress.accepted),
            ] }))} />
          <Pagination page={updates.page} pages={Math.max(1, Math.ceil(updates.total / updates.pageSize))} href={(page) => link(`${own}?page=${page}`)} />
        </>
      )}
      <Part id="new" title={t('supporters.new.title')}><NewUpdate view={view} action={own} /></Part>
      {view.mayAdminister && (
        <Part id="caps" title={t('supporters.caps.title')} note={t('supporters.caps.note')}>
          <PostForm action={`/console/petitions/${slug}/update-caps`} compact>
            <Field name="leastDays" label={t('supporters.caps.days')} inputmode="numeric" value={view.values['leastDays'] ?? String(view.caps.leastDays)} error={messageFor(errors, 'leastDays')} />
            <Field name="mostAYear" label={t('supporters.caps.year')} inputmode="numeric" value={view.values['mostAYear'] ?? String(view.caps.mostAYear)} error={messageFor(errors, 'mostAYear')} />
            <Button look="quiet">{t('supporters.caps.save')}</Button>
          </PostForm>
        </Part>
      )}
    </Frame>
  );
}

function NewUpdate({ view, action }: { view: UpdatesView; action: string }): JSX.Element {
  const { t } = usePage();
  const { choices, errors, values } = view;
  if (choices.handovers.length === 0) return <p class="soft">{t('supporters.new.none')}</p>;
  const label = ({ from, outcome, recipient }: (typeof choices.handovers)[number]): string =>
    [from ? formatEdtf(t.locale, from) : null, recipient, t.maybe(`supporters.outcome.${outcome}`)].filter(Boolean).join(' · ');
  return (
    <PostForm action={action} errors={errors}>
      <Select name="handover" label={t('supporters.new.handover')} value={values['handover'] ?? ''} required error={messageFor(errors, 'handover')}
        options={[{ value: '', label: t('supporters.new.choose') }, ...choices.handovers.map((one) => ({ value: one.id, label: label(one) }))]} />
      {choices.boxes.length > 1 && (
        <Select name="box" label={t('supporters.new.box')} value={values['box'] ?? 'campaign'} error={messageFor(errors, 'box')}
          options={choices.boxes.map(({ key, name }) => ({ value: key, label: name ?? t('supporters.new.box.campaign') }))} />
      )}
      <Button>{t('supporters.new.button')}</Button>
    </PostForm>
  );
}
