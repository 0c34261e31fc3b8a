import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { addUser } from './users.js';

describe('a manager added at the terminal', () => {
  let test: TestDatabase;
  let source: DataSource;
  let storeId: string;

  beforeAll(async () => {
    test = await testDatabase();
    source = await dataSourceFor(test.config.database).initialize();
    const db = new Database(source);
    await db.rows(`insert into campaigns (slug, title, kind) values ('one', '{}', 'live')`);
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, name) values (1, 'GB', 'country', 'United Kingdom')`);
    const [store] = await db.rows<{ id: string }>(
      `insert into stores (campaign_id, jurisdiction_id, code, name, area, language, time_zone, created_by) values (1, 'GB', 'leeds', 'Leeds', 'North', 'en', 'Europe/London', 'spec') returning id`);
    storeId = store?.id ?? '';
  }, 60_000);
  afterAll(async () => {
    await source.destroy();
    await test.drop();
  });

  it('looks after the store of that code, or the stores of that area', async () => {
    const one = await addUser(test.config, { email: 'one@example.org', role: 'manager', campaign: 'one', store: 'leeds' });
    expect(one.user.roles).toEqual([{ role: 'manager', campaignId: 1, jurisdictionId: null, storeId }]);
    expect(one.password).toHaveLength(20);
    const two = await addUser(test.config, { email: 'two@example.org', role: 'manager', campaign: 'one', countries: ['GB'], area: 'North' });
    expect(two.user.roles).toEqual([{ role: 'manager', campaignId: 1, jurisdictionId: 'GB', area: 'North' }]);
  });

  it('is refused where the code says nothing, or the role has no stores', async () => {
    const email = 'none@example.org';
    await expect(addUser(test.config, { email, role: 'manager', store: 'leeds' })).rejects.toMatchObject({ fields: [{ field: 'campaign', code: 'required' }] });
    await expect(addUser(test.config, { email, role: 'manager', campaign: 'one', store: 'leedz' })).rejects.toMatchObject({ fields: [{ field: 'store', code: 'unknown' }] });
    await expect(addUser(test.config, { email, role: 'reader', campaign: 'one', area: 'North' })).rejects.toMatchObject({ fields: [{ field: 'area', code: 'not_allowed' }] });
  });
});
