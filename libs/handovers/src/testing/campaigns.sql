-- Two small campaigns: one alive, with a region of two countries, one of them of high privacy, and a draft; and a record.
insert into campaigns (slug, title, kind) values ('living', '{"en": "Living"}', 'live'), ('record', '{"en": "Record"}', 'record');
insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state, position)
select c.id, j.* from campaigns c, (values
  ('SE', 'country', 'SE', 'Sweden', 'petition', 2), ('NO', 'country', 'NO', 'Norway', 'petition', 1), ('DE', 'country', 'DE', 'Germany', 'petition', 3),
  ('PL', 'country', 'PL', 'Poland', 'research-only', 4), ('region-north', 'region', null, 'The North', 'petition', 5), ('global-all', 'world', null, 'The world', 'none', 6)
) as j(id, kind, iso2, name, petition_state, position);
insert into jurisdiction_members (campaign_id, region_id, member_id)
select id, 'region-north', m from campaigns, unnest(array['SE', 'NO']) m;
insert into instruments (campaign_id, key, name, type) select id, 'OPSC', 'Optional Protocol', 'international' from campaigns where slug = 'living';
insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language)
select id, 'region-north', 'living-region-north', false, 'open', 'standard', 'en' from campaigns where slug = 'living';
insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, shared_from)
select c.id, p.id, 'living-' || lower(p.id), true, p.status, p.privacy, 'en', case p.id when 'NO' then (select id from petitions where slug = 'living-region-north') end
from campaigns c, (values ('SE', 'open', 'standard'), ('NO', 'open', 'high'), ('DE', 'draft', 'standard')) as p(id, status, privacy)
where c.slug = 'living';
insert into calls_to_action (campaign_id, jurisdiction_id, key, position)
select c.id, k.* from campaigns c, (values ('SE', 'SE-c01', 1), ('SE', 'SE-c02', 2), ('region-north', 'north-c01', 1)) as k(jurisdiction_id, key, position)
where c.slug = 'living';
insert into petition_tallies (petition_id, counted) select id, case slug when 'living-se' then 120 when 'living-no' then 7 else 0 end from petitions;
insert into tally_cells (petition_id, hour, country, channel, status, n)
select id, '2026-11-01', x.country, 'online', x.status::signature_status, x.n
from petitions, (values ('SE', 'counted', 100), ('NO', 'counted', 20), ('SE', 'pending', 50)) as x(country, status, n) where slug = 'living-se';
insert into attested_counts (petition_id, count, qualifier, document, attested_by, recorded_by)
select id, 700, 'more-than', 'Sheet', 'Somebody', 'Somebody' from petitions where slug = 'living-no';
