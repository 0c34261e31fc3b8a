/** All mailboxes of a crowd in a process of its own: catches each mail and presses the button in it. Says twice a second how far it is. */
import http from 'node:http';
import { SMTPServer } from 'smtp-server';
import { addressOf } from '../../bench/contenders/addresses.js';

const PRESSING_AT_ONCE = 32;
const PATIENCE_MS = 500;
const door = { port: Number(process.env['DOOR_PORT'] ?? 0) };
const agent = new http.Agent({ keepAlive: true, maxSockets: PRESSING_AT_ONCE });
const told = { mails: 0, pressed: 0, thanked: 0, others: 0, refused: 0 };
const pressed = new Set<string>();

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'], logger: false, closeTimeout: 500, maxClients: 200,
  onData: (stream, _session, done) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      read(Buffer.concat(parts).toString('latin1').replaceAll('=\r\n', ''));
      done();
    });
  },
});

function read(mail: string): void {
  told.mails += 1;
  const token = /\/c\/([A-Za-z0-9_-]{70})/.exec(mail)?.[1];
  if (token && !pressed.has(token)) {
    pressed.add(token);
    press(token, pressed.size);
  } else if (/\/w\/[A-Za-z0-9_-]{70}/.test(mail)) told.thanked += 1;
  else told.others += 1;
}

/** As patient as a person: asked to come again, or not answered, they press again. */
function press(token: string, n: number): void {
  const body = JSON.stringify({ token });
  const again = (): void => {
    told.refused += 1;
    setTimeout(() => press(token, n), PATIENCE_MS);
  };
  const request = http.request({
    port: door.port, host: '127.0.0.1', method: 'POST', path: '/api/v1/confirmations', agent, headers: { 'content-type': 'application/json', 'content-length': body.length, 'x-forwarded-for': addressOf(n) },
  }, (answer) => {
    answer.resume();
    answer.once('end', () => (answer.statusCode === 200 ? (told.pressed += 1) : again()));
  });
  request.once('error', again);
  request.end(body);
}

server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});
setInterval(() => process.send?.({ told }), 500);
process.on('message', (message: { port: number }) => (door.port = message.port));
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
