import { type JSX } from 'preact';
import { type Webhook, WEBHOOK_EVENTS, type WebhookState } from '#libs/notifications';
import { Button, ButtonLink, Checkbox, EmptyState, Field, type FieldError, Hidden, Notice, Pagination, Select, Table, Tag, type TagShape, type TagTone, usePage } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { type VisibleCampaign } from '../../read/scopes.js';
import { agoOf } from '../../stores/words.js';
import { Sideways } from '../../stores/views/store-parts.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from '../../views/frame.js';
import { labelOf } from '../../views/petitions.js';

export interface WebhookFormValues { name: string; url: string; events: readonly string[]; jurisdiction: string }

export interface WebhooksView {
  campaigns: readonly VisibleCampaign[];
  campaign: VisibleCampaign;
  items: readonly Webhook[];
  page: number;
  pages: number;
  places: readonly { id: string; name: string }[];
  /** Whether one may be made for all of the campaign. */
  whole: boolean;
  values: WebhookFormValues;
  errors: readonly FieldError[];
}

const STATE: Record<WebhookState, [TagShape, TagTone]> = { active: ['dot', 'good'], paused: ['half', 'warn'], off: ['cross', 'bad'] };

export const webhookPath = (id: string): string => `/console/webhooks/${id}`;

export function WebhookTag({ webhook }: { webhook: Pick<Webhook, 'state' | 'reason'> }): JSX.Element {
  const [shape, tone] = STATE[webhook.state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`webhooks.state.${webhook.reason ?? 'active'}`)}</Tag>;
}

export function WebhooksPage({ desk, view }: { desk: Desk; view: WebhooksView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('webhooks.title')} section="webhooks" faulty={view.errors.length > 0}>
      <Head title={t('webhooks.title')} lede={t('webhooks.lede')} />
      {view.campaigns.length > 1 && (
        <form class="filter" method="get" action={link('/console/webhooks')} aria-label={t('console.filter.title')}>
          <Select name="campaign" label={t('console.filter.campaign')} value={view.campaign.slug} options={view.campaigns.map((campaign) => ({ value: campaign.slug, ...labelOf(campaign, t) }))} />
          <Button look="quiet">{t('console.filter.apply')}</Button>
        </form>
      )}
      {view.items.length === 0 ? <EmptyState title={t('webhooks.none')} /> : <Lines view={view} />}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`/console/webhooks?campaign=${view.campaign.slug}&page=${page}`)} />
      <Part id="new" title={t('webhooks.new')} note={t('webhooks.new.note')}>
        <PostForm action="/console/webhooks" errors={view.errors}>
          <Hidden name="campaign" value={view.campaign.slug} />
          <Select name="jurisdiction" label={t('webhooks.of')} value={view.values.jurisdiction} error={messageFor(view.errors, 'jurisdiction')}
            options={[...(view.whole ? [{ value: '', label: t('webhooks.of.campaign') }] : []), ...view.places.map(({ id, name }) => ({ value: id, label: t.place(id, name) }))]} />
          <WebhookFields values={view.values} errors={view.errors} />
          <Button>{t('webhooks.new.submit')}</Button>
        </PostForm>
      </Part>
    </Frame>
  );
}

function Lines({ view }: { view: WebhooksView }): JSX.Element {
  const { t, link } = usePage();
  const { now } = useDesk();
  return (
    <Sideways label={t('webhooks.title')}>
      <Table stacked caption={t('webhooks.title')} captionHidden
        columns={[{ label: t('webhooks.col.name') }, { label: t('webhooks.of') }, { label: t('webhooks.col.state') }, { label: t('webhooks.col.waiting'), figure: true }, { label: t('webhooks.col.dead'), figure: true }, { label: t('webhooks.col.last') }]}
        rows={view.items.map((webhook) => ({
          key: webhook.id,
          cells: [
            <><a href={link(webhookPath(webhook.id))}><bdi>{webhook.name}</bdi></a><span class="row-note" dir="ltr">{new URL(webhook.url).host}</span></>,
            webhook.jurisdiction ? t.place(webhook.jurisdiction, view.places.find(({ id }) => id === webhook.jurisdiction)?.name) : t('webhooks.of.campaign'), <WebhookTag webhook={webhook} />,
            t.number(webhook.waiting), t.number(webhook.dead), webhook.lastDeliveredAt ? agoOf(t, webhook.lastDeliveredAt, now) : t('webhooks.never'),
          ],
        }))} />
    </Sideways>
  );
}

export function WebhookFields({ values, errors }: { values: WebhookFormValues; errors: readonly FieldError[] }): JSX.Element {
  const { t } = usePage();
  const fault = messageFor(errors, 'events');
  return (
    <>
      <Field name="name" label={t('webhooks.name')} hint={t('webhooks.name.hint')} required maxLength={100} value={values.name} error={messageFor(errors, 'name')} />
      <Field name="url" type="url" ltr label={t('webhooks.url')} hint={t('webhooks.url.hint')} required maxLength={2_000} value={values.url} error={messageFor(errors, 'url')} />
      <fieldset class="ticks" id="f-events">
        <legend>{t('webhooks.events')}</legend>
        {fault && <p class="fault">{fault}</p>}
        {WEBHOOK_EVENTS.map((event) => <Checkbox key={event} name="events" value={event} checked={values.events.includes(event)}>{t(`webhooks.event.${event}`)}</Checkbox>)}
      </fieldset>
    </>
  );
}

/** The one time that the secret can be read. */
export function SecretPage({ desk, webhook, secret, isNew }: { desk: Desk; webhook: Webhook; secret: string; isNew: boolean }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('webhooks.secret.title')} section="webhooks">
      <Head title={t('webhooks.secret.title')} back={{ href: link(webhookPath(webhook.id)), label: webhook.name }} />
      <Notice title={t('webhooks.secret.once')} look="warn" live>
        <p><code class="breakable" dir="ltr">{secret}</code></p>
        <p>{isNew || webhook.earlierSecretUntil === null ? t('webhooks.secret.hint') : t('webhooks.secret.overlap')}</p>
      </Notice>
      <ButtonLink href={link(webhookPath(webhook.id))}>{t('webhooks.secret.kept')}</ButtonLink>
    </Frame>
  );
}
