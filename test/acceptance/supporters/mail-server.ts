/**
 * A mail server in a process of its own, for the proof `supporters`. It keeps of each mail only a hash of the mailbox, the Message-ID
 * and the link that ends the news. Told by number: mailboxes that are not there (550 5.1.1), and mailboxes that put off the first attempt.
 */
import { createHash } from 'node:crypto';
import { SMTPServer } from 'smtp-server';

interface Got { ids: Set<string>; times: number; link: string; post: boolean }

const got = new Map<string, Got>();
const refused = new Map<string, number>();
const putOff = new Set<string>();
const numberOf = (address: string): number => Number(/^supporter\.(\d+)@/.exec(address)?.[1] ?? -1);
const hashOf = (address: string): string => createHash('sha256').update(address).digest('hex').slice(0, 24);
const header = (name: string, text: string): string => new RegExp(`^${name}:[ \\t]*((?:.|\\r\\n[ \\t])*)\\r\\n`, 'im').exec(text)?.[1]?.replace(/\s+/g, '') ?? '';

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'], logger: false, closeTimeout: 500,
  onRcptTo: ({ address }, _session, done) => {
    const n = numberOf(address);
    if (n % 50 === 7) {
      refused.set(hashOf(address), (refused.get(hashOf(address)) ?? 0) + 1);
      return done(Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }));
    }
    if (n % 50 === 11 && !putOff.has(address)) {
      putOff.add(address);
      return done(Object.assign(new Error('4.2.1 later, please'), { responseCode: 451 }));
    }
    return done();
  },
  onData: (stream, session, done) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8').split('\r\n\r\n', 1)[0] + '\r\n';
      const hash = hashOf(session.envelope.rcptTo[0]?.address ?? '');
      const entry = got.get(hash) ?? { ids: new Set<string>(), times: 0, link: '', post: true };
      entry.ids.add(header('Message-ID', text));
      entry.times += 1;
      entry.link = header('List-Unsubscribe', text).replace(/[<>]/g, '');
      entry.post = entry.post && header('List-Unsubscribe-Post', text) === 'List-Unsubscribe=One-Click';
      got.set(hash, entry);
      accepted += 1;
      done();
    });
  },
});
let accepted = 0;
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});

process.on('message', (asked: string) => {
  if (asked === 'count') process.send?.({ accepted });
  if (asked === 'all') {
    process.send?.({ accepted, got: [...got].map(([hash, { ids, times, link, post }]) => ({ hash, ids: [...ids], times, link, post })), refused: [...refused], putOff: putOff.size });
  }
  if (asked === 'forget') {
    got.clear();
    refused.clear();
    accepted = 0;
    process.send?.({ accepted });
  }
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
