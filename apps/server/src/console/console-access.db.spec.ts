import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleVisitor, openConsole, type OpenConsole, PASSWORD } from '../../../../test/support/console.js';

let opened: OpenConsole;
let server: OpenConsole['server'];
let db: OpenConsole['db'];

beforeAll(async () => {
  opened = await openConsole();
  ({ server, db } = opened);
}, 30_000);

afterAll(() => opened?.close());

const visitor = (): ConsoleVisitor => new ConsoleVisitor(server.http);
const signedIn = (email: string): Promise<ConsoleVisitor> => opened.enter(email);

describe('the way into the console', () => {
  it('leads whoever is not signed in to the login, and then to where they were going', async () => {
    const stranger = visitor();
    const asked = await stranger.get('/console/handovers?show=past');
    expect(asked.status).toBe(303);
    expect(asked.headers['location']).toBe('/console/login?next=%2Fconsole%2Fhandovers%3Fshow%3Dpast');
    const done = await stranger.post('/console/login', { email: 'world@example.org', password: PASSWORD, next: '/console/handovers?show=past' });
    expect([done.status, done.headers['location']]).toEqual([303, '/console/handovers?show=past']);
    expect((await stranger.get('/console')).status).toBe(200);
  });

  it('says the same of a wrong password and of an address that nobody has', async () => {
    const answers = await Promise.all(['world@example.org', 'nobody@example.org'].map((email) => visitor().post('/console/login', { email, password: 'not this one' })));
    const [known, unknown] = answers.map(({ status, text }) => ({ status, text: text.replace(/value="[^"]*@example\.org"/, '') }));
    expect(known?.status).toBe(401);
    expect(known).toEqual(unknown);
    expect(known?.text).toContain('This address and password do not belong together.');
  });

  it('stops counting tries after five at one account', async () => {
    const guesser = visitor();
    for (let n = 0; n < 5; n++) await guesser.post('/console/login', { email: 'target@example.org', password: `guess ${n}` });
    const sixth = await guesser.post('/console/login', { email: 'target@example.org', password: 'guess 6' });
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(60);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/console//evil.example', '/elsewhere'])('leads to no place of others after the login (%s)', async (next) => {
    const person = visitor();
    const done = await person.post('/console/login', { email: 'world@example.org', password: PASSWORD, next });
    expect([done.status, done.headers['location']]).toEqual([303, '/console']);
  });

  it('asks for a password of one’s own before anything else', async () => {
    const newcomer = visitor();
    const login = await newcomer.post('/console/login', { email: 'new@example.org', password: PASSWORD });
    expect(login.headers['location']).toBe('/console/password');
    expect((await newcomer.get('/console/petitions')).headers['location']).toBe('/console/password');
    const mistyped = await newcomer.submit('/console/password', { currentPassword: PASSWORD, newPassword: 'four words in a row', repeated: 'four words in a rwo' });
    expect(mistyped.status).toBe(422);
    const short = await newcomer.submit('/console/password', { currentPassword: PASSWORD, newPassword: 'short', repeated: 'short' });
    expect(short.text).toContain('Please use at least 12 characters.');
    const changed = await newcomer.submit('/console/password', { currentPassword: PASSWORD, newPassword: 'four words in a row', repeated: 'four words in a row' });
    expect(changed.headers['location']).toBe('/console?done=password-changed');
    expect((await newcomer.get('/console?done=password-changed')).text).toContain('Your password is changed.');
  });

  it('ends with signing out', async () => {
    const person = await signedIn('world@example.org');
    expect((await person.submit('/console/logout', {}, '/console')).headers['location']).toBe('/console/login?done=logged-out');
    expect((await person.get('/console')).status).toBe(303);
  });

  it('refuses every form without its token', async () => {
    const person = await signedIn('world@example.org');
    for (const path of ['/console/logout', '/console/password', '/console/handovers/new']) {
      expect({ path, status: (await person.post(path, { petition: 'alive/SE' })).status }).toEqual({ path, status: 403 });
    }
    const { rows } = await db.query('select 1 from handovers');
    expect(rows).toEqual([]);
  });
});

describe('what a country organiser sees', () => {
  it('is the own country and no other', async () => {
    const swede = await signedIn('sweden@example.org');
    const list = (await swede.get('/console/petitions')).text;
    expect(list).toContain('/console/petitions/alive-se');
    expect(list).not.toContain('/console/petitions/alive-no');
  });

  it('leaves another country’s petition as unknown as one that is not there', async () => {
    const swede = await signedIn('sweden@example.org');
    const [theirs, nobodys] = [await swede.get('/console/petitions/alive-no'), await swede.get('/console/petitions/alive-zz')];
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
  });

  it('is everything for whoever organises the world', async () => {
    const world = await signedIn('world@example.org');
    const list = (await world.get('/console/petitions')).text;
    expect(list).toContain('/console/petitions/alive-se');
    expect(list).toContain('/console/petitions/alive-no');
  });
});
