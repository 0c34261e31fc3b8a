import { type JSX } from 'preact';
import { DELIVERY_STATES, type DeliveryState, type Webhook, type WebhookDelivery } from '#libs/notifications';
import { Button, Checkbox, DefinitionList, EmptyState, Field, type FieldError, Notice, Pagination, Select, Table, Tag, type TagShape, type TagTone, usePage } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { agoOf, momentOf } from '../../stores/words.js';
import { Deed, Sideways } from '../../stores/views/store-parts.js';
import { Faults, Frame, Head, messageFor, Part, PostForm, useDesk } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { WebhookFields, type WebhookFormValues, webhookPath, WebhookTag } from './webhooks.js';

export interface WebhookView {
  webhook: Webhook;
  items: readonly WebhookDelivery[];
  state: DeliveryState | '';
  page: number;
  pages: number;
  values: WebhookFormValues | null;
  errors: readonly FieldError[];
}

const STATE: Record<DeliveryState, [TagShape, TagTone]> = { waiting: ['ring', 'pen'], delivered: ['check', 'good'], dead: ['cross', 'bad'] };

export function WebhookPage({ desk, view }: { desk: Desk; view: WebhookView }): JSX.Element {
  const { t, link } = desk.page;
  const { webhook, errors } = view;
  return (
    <Frame desk={desk} title={webhook.name} section="webhooks" faulty={errors.length > 0}>
      <Head title={<bdi>{webhook.name}</bdi>} back={{ href: link(`/console/webhooks?campaign=${webhook.campaign}`), label: t('webhooks.title') }}
        lede={<span class="head-facts"><WebhookTag webhook={webhook} /><span>{webhook.jurisdiction ? t.place(webhook.jurisdiction) : t('webhooks.of.campaign')}</span></span>}>
        {webhook.state === 'active' && <PostForm action={`${webhookPath(webhook.id)}/ping`} compact><Button look="quiet">{t('webhooks.ping')}</Button></PostForm>}
        {webhook.state !== 'active' && <PostForm action={`${webhookPath(webhook.id)}/resume`} compact><Button>{t('webhooks.resume')}</Button></PostForm>}
      </Head>
      {view.values === null && <Faults errors={errors} />}
      {webhook.reason === 'failing' && <Notice look="warn"><p>{t('webhooks.failing.means')}</p></Notice>}
      {webhook.reason === 'gone' && <Notice look="bad"><p>{t('webhooks.gone.means')}</p></Notice>}
      <Deliveries view={view} />
      <div class="columns even">
        <Facts webhook={webhook} />
        <Deeds view={view} />
      </div>
    </Frame>
  );
}

function Deliveries({ view: { webhook, items, state, page, pages } }: { view: WebhookView }): JSX.Element {
  const { t, link } = usePage();
  const { person } = useDesk();
  const path = webhookPath(webhook.id);
  const zone = person?.timeZone ?? 'UTC';
  return (
    <Part id="deliveries" title={t('webhooks.deliveries')} note={t('webhooks.deliveries.note')}>
      <form class="filter" method="get" action={link(path)} aria-label={t('console.filter.title')}>
        <Select name="state" label={t('webhooks.col.state')} value={state} options={[{ value: '', label: t('console.filter.any') }, ...DELIVERY_STATES.map((one) => ({ value: one, label: t(`webhooks.delivery.${one}`) }))]} />
        <Button look="quiet">{t('console.filter.apply')}</Button>
      </form>
      {items.length === 0 ? <EmptyState title={t('webhooks.deliveries.none')} /> : (
        <Sideways label={webhook.name}>
          <Table stacked caption={t('webhooks.deliveries')} captionHidden
            columns={[{ label: t('webhooks.col.number'), figure: true }, { label: t('webhooks.col.event') }, { label: t('webhooks.col.state') }, { label: t('webhooks.col.tried') }, { label: t('webhooks.col.tries'), figure: true }, { label: t('webhooks.col.answer') }, { label: t('webhooks.col.took'), figure: true }, { label: t('webhooks.col.deed') }]}
            rows={items.map((item) => ({ key: item.id, cells: [t.number(item.sequence), item.event === 'ping' ? t('webhooks.event.ping') : t(`webhooks.event.${item.event}` as 'webhooks.event.count.daily'), <State item={item} zone={zone} />,
              item.triedAt ? momentOf(t, item.triedAt, zone) : '–', t.number(item.attempts), <Answer result={item.result} />, item.tookMs === null ? '–' : t('webhooks.ms', { n: item.tookMs }), <Again item={item} path={path} />] }))} />
        </Sideways>
      )}
      <Pagination page={page} pages={pages} href={(other) => link(`${path}?${new URLSearchParams({ state, page: String(other) }).toString()}`)} />
    </Part>
  );
}

function State({ item, zone }: { item: WebhookDelivery; zone: string }): JSX.Element {
  const { t } = usePage();
  const [shape, tone] = STATE[item.state];
  return <><Tag shape={shape} tone={tone}>{t(`webhooks.delivery.${item.state}`)}</Tag>{item.nextAt && item.attempts > 0 && <span class="row-note">{t('webhooks.next', { when: momentOf(t, item.nextAt, zone) })}</span>}</>;
}

/** The status as it is, or in words why there was none. */
function Answer({ result }: { result: string | null }): JSX.Element {
  const { t } = usePage();
  if (result === null) return <>–</>;
  return /^\d+$/.test(result) ? <span dir="ltr">{result}</span> : <>{t.maybe(`webhooks.result.${result}`) ?? result}</>;
}

function Again({ item, path }: { item: WebhookDelivery; path: string }): JSX.Element {
  const { t } = usePage();
  if (item.state === 'waiting') return <>–</>;
  return <PostForm action={`${path}/deliveries/${item.id}/replay`} compact><Button look="quiet">{t('webhooks.replay')}<span class="visually-hidden"> {t.number(item.sequence)}</span></Button></PostForm>;
}

function Facts({ webhook }: { webhook: Webhook }): JSX.Element {
  const { t } = usePage();
  const { now, person } = useDesk();
  const moment = (at: Date): string => momentOf(t, at, person?.timeZone ?? 'UTC');
  return (
    <Part id="facts" title={t('webhooks.facts')}>
      <DefinitionList items={[
        { term: t('webhooks.url'), detail: <code class="breakable" dir="ltr">{webhook.url}</code> },
        { term: t('webhooks.events'), detail: <ul>{webhook.events.map((event) => <li key={event}>{t(`webhooks.event.${event}`)}</li>)}</ul> },
        { term: t('webhooks.col.last'), detail: webhook.lastDeliveredAt ? agoOf(t, webhook.lastDeliveredAt, now) : t('webhooks.never') },
        { term: t('webhooks.secret'), detail: <>{t('webhooks.secret.since', { when: moment(webhook.secretAt) })}{webhook.earlierSecretUntil && <span class="row-note">{t('webhooks.secret.earlier', { when: moment(webhook.earlierSecretUntil) })}</span>}</> },
      ]} />
    </Part>
  );
}

function Deeds({ view: { webhook, values, errors } }: { view: WebhookView }): JSX.Element {
  const { t } = usePage();
  const path = webhookPath(webhook.id);
  return (
    <Part id="deeds" title={t('webhooks.deeds')}>
      <Folded title={t('webhooks.change')} open={values !== null}>
        <PostForm action={`${path}/change`} errors={values ? errors : []}>
          <WebhookFields values={values ?? { ...webhook, jurisdiction: '' }} errors={values ? errors : []} />
          <Button>{t('webhooks.change.submit')}</Button>
        </PostForm>
      </Folded>
      <Folded title={t('webhooks.replay.since')} open={errors.some(({ field }) => field === 'since')}>
        <PostForm action={`${path}/replay`}>
          <Field name="since" type="date" ltr required label={t('webhooks.replay.day')} hint={t('webhooks.replay.hint')} error={messageFor(errors, 'since')} />
          <Button>{t('webhooks.replay.submit')}</Button>
        </PostForm>
      </Folded>
      <Deed action={`${path}/secret`} danger={false} title={t('webhooks.rotate')} consequence={t('webhooks.rotate.consequence')} submit={t('webhooks.rotate.submit')}>
        <Checkbox name="overlap" value="none">{t('webhooks.rotate.at-once')}</Checkbox>
      </Deed>
      {webhook.state === 'active' && <Deed action={`${path}/pause`} danger={false} title={t('webhooks.pause')} consequence={t('webhooks.pause.consequence')} submit={t('webhooks.pause')} />}
      <Deed action={`${path}/remove`} title={t('webhooks.remove')} consequence={t('webhooks.remove.consequence')} submit={t('webhooks.remove')} />
    </Part>
  );
}
