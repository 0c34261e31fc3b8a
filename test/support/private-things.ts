import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** Stands in every private text of Sweden's, before the name of what it stands in: a leak says where it comes from. */
export const SECRET = 'zzkungsholmen';
/** Finds it where something searches, without being it: what merely repeats a question leaks nothing. */
export const SEARCH = 'zzkungsh';

export interface PrivateThings {
  /** Held under embargo. */
  held: string;
  /** Of the held one, under embargo with it. */
  commitment: string;
  commitmentStatus: string;
  delegate: string;
  checklistItem: string;
  runItem: string;
  letter: string;
  dayLink: string;
  document: string;
  office: string;
  term: string;
  blackout: string;
  webhook: string;
  delivery: string;
  update: string;
  review: string;
  attested: string;
  sample: string;
  /** Names asked for of the petition in the seal of the held one. */
  namesExport: string;
  /** What an organiser did to a cluster. */
  screened: string;
  /** A draft rating in the round `quiet-round`, which nobody published. */
  assessment: string;
  /** Under embargo, with somebody who may read it ahead. */
  publication: string;
  /** What became of an instrument: public but for who wrote it down. */
  instrumentEvent: string;
  accredited: string;
  pairing: string;
  invitation: string;
  apiToken: string;
  session: string;
}

/**
 * What Sweden's organisers keep to themselves, beside `seedConsole`, `seedHandovers` and `seedStores`: a draft petition `quiet-se` of
 * another campaign, a handover held under embargo, the preparations of the planned one, and all that an organiser's work leaves behind.
 * `sven`: the user it belongs to. `store`: theirs.
 */
export async function seedPrivateThings(db: pg.Client, { planned, store, device, sven }: { planned: string; store: string; device: string; sven: string }): Promise<PrivateThings> {
  const id = async (sql: string, values: unknown[] = []): Promise<string> => {
    const { rows: [row] } = await db.query<{ id: string | number }>(sql, values);
    if (!row) throw new Error(`nothing came of ${sql.slice(0, 80)}`);
    return String(row.id);
  };
  const campaign = `(select id from campaigns where slug = 'alive')`;
  const petition = `(select id from petitions where slug = 'alive-se')`;
  const secret = (what: string): string => `${SECRET} ${what}`;

  await db.query(`
    insert into campaigns (slug, title, kind, default_language, controller, contact, retention) values ('quiet', '{"en": "Quiet"}', 'live', 'en', 'Quiet Trust', 'q@example.org', '{"months": 12}');
    insert into campaigns (slug, title, kind, default_language, controller, contact, retention) values ('elsewhere', '{"en": "Elsewhere"}', 'live', 'en', 'Else Trust', 'e@example.org', '{"months": 12}');
    insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select c.id, v, 'country', v, v, 'petition' from campaigns c, unnest(array['SE', 'NO']) v where c.slug in ('quiet', 'elsewhere');
    insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, addressee, created_by)
      select id, 'SE', 'quiet-se', true, 'draft', 'standard', 'en', '${secret('addressee')}', '${secret('author')}' from campaigns where slug = 'quiet';
    insert into petition_texts (petition_id, language, version, title, demand, notice, created_by)
      select id, 'en', 1, '${secret('title')}', '${secret('demand')}', '${secret('notice')}', '${secret('author')}' from petitions where slug = 'quiet-se';
    update stores set name = '${secret('store')}', town = '${secret('town')}', agreement = jsonb_set(agreement, '{signedBy}', '"${secret('agreement')}"'), created_by = '${secret('store author')}' where id = '${store}';
    update devices set name = '${secret('tablet')}', state_changed_by = '${secret('tablet clerk')}' where store_id = '${store}';
    update sheets set note = '${secret('sheet')}' where store_id = '${store}';
    update shifts set note = '${secret('shift')}', signed_off_at = now(), signed_off_by = '${secret('shift clerk')}' where store_id = '${store}';
    update users set name = '${SECRET} user ' || name where email in ('sweden@example.org', 'reader@example.org');
    update campaigns set retention = '{"months": 12, "text": {}}';
    update handovers set created_by = '${secret('author of a handover')}' where id = '${planned}';
  `);
  const document = await id(
    `insert into documents (campaign_id, jurisdiction_id, sha256, bytes, size, media_type, name, uploaded_by) values (${campaign}, 'SE', sha256($1), $1, length($1), 'text/plain', $2, 'x') returning id`,
    [Buffer.from(secret('document')), `${secret('document')}.txt`]);
  const held = await id(
    `insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, time_zone, place, signatures, signatures_qualifier, outcome, held_at, embargo_until, embargo_zone, change_reason, created_by)
     select ${campaign}, 'SE', 'national', 'held', d::text, d, d, 'Europe/Stockholm', 'Stockholm', 424242, 'exact', $1, now(), now() + interval '5 days', 'Europe/Stockholm', $2, $2 from (select current_date as d) x returning id`,
    [secret('outcome'), secret('reason of a change')]);
  await db.query(`insert into handover_recipients (handover_id, position, office, body, name, kind) values ($1, 0, 'Minister of Health', 'Government of Sweden', null, 'executive')`, [held]);
  await db.query(
    `insert into handover_days (handover_id, submission, receipt, receipt_number, receipt_document, quote, quote_by, attendance, recorded_by) values ($1, $2, 'register', $3, $4, $5, $6, $7, $8)`,
    [held, randomUUID(), secret('receipt'), document, secret('quote'), secret('quoted'), [secret('attendance')], secret('clerk of the day')]);
  await db.query(`insert into handover_responses (handover_id, kind, text, dated_on, document, document_id, recorded_by) values ($1, 'letter', $2, current_date, $3, $4, $5)`,
    [held, secret('response'), secret('reference'), document, secret('clerk of a response')]);
  const commitment = await id(
    `insert into commitments (handover_id, text, kind, made_by, note, instrument, holder_name, due_edtf, due_from, due_to, created_by) select $1, $2, 'legislation', $3, $4, $5, $6, d::text, d, d, $7 from (select current_date + 400 as d) x returning id`,
    [held, ...['commitment', 'made by', 'note', 'instrument', 'holder', 'clerk of a commitment'].map(secret)]);
  const commitmentStatus = await id(`insert into commitment_statuses (commitment_id, status, evidence, note, document_id, recorded_by) values ($1, 'promised', $2, $3, $4, $5) returning id`,
    [commitment, `https://example.org/${SECRET}/evidence`, secret('status'), document, secret('clerk of a status')]);
  await db.query(`insert into commitment_replies (status_id, window_days, asked_on, open_until, recorded_by) values ($1, 14, current_date, now() + interval '9 days', $2)`, [commitmentStatus, secret('clerk of a reply')]);
  const seal = await id(
    `insert into seals (handover_id, number, state, asked_by, cutoff, sealed_at, statement, statement_sha256, root, size, public_key, fingerprint, signature)
     values ($1, 1, 'sealed', $2, now(), now(), $3, $4, $5, 0, $6, $7, $8) returning id`,
    [held, secret('asked for a seal'), JSON.stringify({
      campaign: { slug: 'alive', title: secret('statement') }, handover: { id: held, jurisdiction: 'SE', level: 'national', date: null, recipients: [] }, cutoff: '2026-01-01T00:00:00.000Z', sealedAt: '2026-01-01T00:00:00.000Z',
      replaces: null, petitions: [], counted: 0, tree: { hash: 'SHA-256', shape: 'RFC 9162', size: 0, root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }, members: [], audit: { n: 1, hash: '00' }, demonstration: false,
    }), randomBytes(32), randomBytes(32), randomBytes(32).toString('base64url'), secret('fingerprint'), randomBytes(64).toString('base64url')]);

  // A law's demand stands in an open petition only if it was settled while it was a draft; here it is put in afterwards.
  const namesExport = async (): Promise<string> => {
    await db.query(`alter table petition_names disable trigger user`);
    await db.query(`insert into petition_names (petition_id, law, office, fields, public_key, set_by) values (${petition}, '{"en": "A law"}', '{"en": "An office"}', '{name}', sha256('key'), 'x')`);
    await db.query(`alter table petition_names enable trigger user`);
    await db.query(`insert into seal_petitions (seal_id, petition_id) values ($1, ${petition})`, [seal]);
    return id(`insert into names_exports (handover_id, seal_id, petition_id, demand_sha256, reason, asked_by) values ($1, $2, ${petition}, sha256('demand'), $3, $4) returning id`, [held, seal, secret('reason for names'), secret('clerk of names')]);
  };

  const assessment = async (): Promise<string> => {
    const framework = await id(`insert into frameworks (campaign_id, version) values (${campaign}, 1) returning id`);
    await db.query(`insert into framework_goals (framework_id, key, number, title) values ($1, 'legal', 1, '{"en": "Law"}')`, [framework]);
    await db.query(`insert into framework_indicators (framework_id, key, goal_key, number, title, description) values ($1, 'legal.law', 'legal', 1, '{"en": "Law"}', '{"en": "A law"}')`, [framework]);
    const round = await id(`insert into card_rounds (campaign_id, key, title, period_edtf, period_from, period_to, framework_id, note) values (${campaign}, 'quiet-round', $1, '2025', '2025-01-01', '2025-12-31', $2, $3) returning id`,
      [{ en: secret('round') }, framework, { en: secret('note on a round') }]);
    await db.query(`insert into card_round_jurisdictions (round_id, campaign_id, jurisdiction_id, note) values ($1, ${campaign}, 'SE', $2)`, [round, secret('note on a card')]);
    await db.query(`insert into card_replies (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, by_whom, received_on, language, texts) values ($1, ${campaign}, 'SE', $2, 'legal.law', $3, current_date, 'en', $4)`,
      [round, framework, secret('who replied'), { en: secret('reply') }]);
    return id(`insert into assessments (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, version, rating, reasons, sources, assessor, authors, state) values ($1, ${campaign}, 'SE', $2, 'legal.law', 1, 'red', $3, $4, $5, array[$5], 'draft') returning id`,
      [round, framework, { en: secret('reason for a rating') }, JSON.stringify([{ title: secret('source of a rating') }]), secret('assessor')]);
  };

  const things: PrivateThings = {
    held, commitment, commitmentStatus, document, assessment: await assessment(),
    delegate: await id(`insert into delegates (handover_id, name, role, email, state_by, note, created_by) values ($1, $2, $3, $4, 'x', $5, $6) returning id`,
      [planned, secret('delegate'), secret('role of a delegate'), `${SECRET}.delegate@example.org`, secret('note on a delegate'), secret('clerk of a delegate')]),
    checklistItem: await id(`insert into checklist_items (handover_id, text, owner, days_before, position, created_by) values ($1, $2, $3, 3, 1, 'x') returning id`, [planned, secret('checklist'), secret('owner of an item')]),
    runItem: await id(`insert into run_items (handover_id, starts_at, what, who, created_by) values ($1, '09:00', $2, $3, 'x') returning id`, [planned, secret('run'), secret('who runs')]),
    letter: await id(`insert into letters (handover_id, kind, language, subject, text, recipient, created_by) values ($1, 'answer-due', 'en', $2, $3, $4, 'x') returning id`, [planned, ...['subject', 'letter', 'recipient'].map(secret)]),
    dayLink: await id(`insert into day_links (handover_id, kind, token_hash, valid_from, valid_until, name, office, created_by) values ($1, 'receipt', $2, now(), now() + interval '9 days', $3, $4, $5) returning id`,
      [planned, randomBytes(32), ...['day link', 'office of a day link', 'clerk of a day link'].map(secret)]),
    office: await id(`insert into offices (campaign_id, jurisdiction_id, names, body, kind, created_by) values (${campaign}, 'SE', $1, $2, 'executive', 'x') returning id`, [{ en: secret('office') }, secret('body')]),
    term: '',
    blackout: await id(`insert into election_blackouts (campaign_id, jurisdiction_id, starts_on, ends_on, reason, source, created_by) values (${campaign}, 'SE', current_date, current_date + 60, $1, $2, 'x') returning id`,
      [secret('blackout'), secret('source of a blackout')]),
    webhook: await id(`insert into webhooks (campaign_id, jurisdiction_id, name, url, events, secret, secret_at, created_by) values (${campaign}, 'SE', $1, $2, array['milestone.reached'], $3, now(), $4) returning id`,
      [secret('webhook'), `https://example.org/${SECRET}/hook`, randomBytes(80), secret('clerk of a webhook')]),
    delivery: '',
    update: await id(`insert into supporter_updates (petition_id, handover_id, facts, default_language, written_by) values (${petition}, $1, $2, 'en', $3) returning id`,
      [held, { outcome: 'held', recipient: secret('recipient of news'), from: '2026-01-01', to: '2026-01-01', answer: { text: secret('answer in news'), language: 'en' } }, secret('clerk of news')]),
    review: await id(`insert into petition_reviews (petition_id, about, language, base_version, proposal, asked_by, remarks) values (${petition}, 'change', 'en', 1, $1, $2, $3) returning id`,
      [{ title: secret('proposed title'), demand: secret('proposal'), notice: secret('proposed notice'), calls: [], confirmed: [], change: 'meaning' }, secret('asked for a review'), JSON.stringify([{ field: 'title', text: secret('remark') }])]),
    attested: await id(`insert into attested_counts (petition_id, count, qualifier, channel, document, note, attested_by, recorded_by) values (${petition}, 17, 'exact', 'paper', $1, $2, $3, $4) returning id`,
      [secret('attested document'), secret('note on a count'), secret('attested'), secret('clerk of a count')]),
    sample: await id(`insert into samples (seal_id, number, nonce, drawn, drawn_by) values ($1, 1, $2, 1, $3) returning id`, [seal, secret('nonce'), secret('clerk of a sample')]),
    namesExport: await namesExport(),
    screened: await id(`insert into screening_actions (id, petition_id, deed, cluster_kind, cluster_key, reason, records, counted_before, counted_after, done_by) values ($1, ${petition}, 'invalidated', 'disposable', 'all', $2, 3, 7, 4, $3) returning id`,
      [randomUUID(), secret('reason of a deed'), secret('clerk of a deed')]),
    instrumentEvent: await id(`insert into instrument_events (campaign_id, instrument_key, jurisdiction_id, event, date_edtf, date_from, date_to, evidence, created_by, recorded_by) values (${campaign}, 'OPSC', 'SE', 'pledged', '2026', '2026-01-01', '2026-12-31', 'The gazette', $1, $1) returning id`,
      [secret('clerk of an event')]),
    publication: await id(`insert into publications (campaign_id, kind, title, public_at, time_zone, created_by) values (${campaign}, 'report', $1, now() + interval '5 days', 'Europe/Stockholm', $2) returning id`,
      [{ en: secret('publication') }, secret('clerk of a publication')]),
    accredited: '',
    pairing: await id(`insert into pairing_codes (store_id, selector, secret_hash, device_name, expires_at, created_by, device_id) values ($1, 'ABC', 'x', $2, now() + interval '1 hour', $3, $4) returning id`,
      [store, secret('tablet to come'), secret('clerk of a tablet'), device]),
    invitation: await id(`insert into invitations (email, role, campaign_id, jurisdiction_id, invited_by, expires_at) values ($1, 'reader', ${campaign}, 'SE', $2, now() + interval '3 days') returning id`, [`${SECRET}.invited@example.org`, sven]),
    apiToken: await id(`insert into api_tokens (token_hash, user_id, name, expires_at) values ($1, $2, $3, now() + interval '3 days') returning id`, [randomBytes(32), sven, secret('token')]),
    session: await id(`insert into sessions (token_hash, user_id, csrf_secret, expires_at, agent) values ($1, $2, 'x', now() + interval '1 hour', $3) returning id`, [randomBytes(32), sven, secret('agent')]),
  };
  things.term = await id(`insert into office_holders (office_id, person, held_from, source, created_by) values ($1, $2, '2025-01-01', $3, 'x') returning id`, [things.office, secret('holder'), secret('source of a term')]);
  await db.query(`insert into rankings (campaign_id, key, title, year_from, year_to, note, publication_id) values (${campaign}, 'quiet-ranking', $1, 2025, 2026, $2, $3)`, [{ en: secret('ranking') }, secret('note on a ranking'), things.publication]);
  await db.query(`insert into instrument_events (campaign_id, instrument_key, jurisdiction_id, event, evidence, retracted_at, retracted_by, retracted_why) values (${campaign}, 'OPSC', 'SE', 'signed', $1, now(), $2, $3)`,
    [secret('evidence that was taken back'), secret('who took it back'), secret('why it was taken back')]);
  things.accredited = await id(`insert into publication_readers (publication_id, token_hash, name, organisation, valid_until, created_by) values ($1, $2, $3, $4, now() + interval '9 days', $5) returning id`,
    [things.publication, randomBytes(32), ...['accredited reader', 'newsroom', 'clerk of a reader'].map(secret)]);
  await db.query(`insert into publication_reads (reader_id, what) values ($1, $2)`, [things.accredited, `/${SECRET}/read`]);
  things.delivery = await id(`insert into webhook_deliveries (webhook_id, sequence, event, about, body, result) values ($1, 1, 'milestone.reached', 'x', $2, $3) returning id`, [things.webhook, JSON.stringify({ body: secret('delivery') }), secret('result')]);
  await db.query(`insert into supporter_update_texts (update_id, language, subject, body) values ($1, 'en', $2, $3)`, [things.update, secret('subject of news'), secret('news')]);
  await db.query(`insert into sample_draws (sample_id, position, leaf_index, leaf, record_id, petition_id, outcome, note, recorded_by) values ($1, 1, 0, $2, $3, ${petition}, 'invalid', $4, $5)`,
    [things.sample, randomBytes(32), randomUUID(), secret('note on a draw'), secret('clerk of a draw')]);
  await db.query(`insert into handover_files (handover_id, document_id, label, added_by) values ($1, $2, $3, $4)`, [planned, document, secret('file'), secret('clerk of a file')]);
  await db.query(`insert into bundle_overlaps (handover_id, asked_by) values ($1, $2)`, [planned, secret('asked for an overlap')]);
  return things;
}
