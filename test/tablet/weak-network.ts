import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';

/**
 * - `down`: nobody answers · `reset`: the line breaks before anything arrives · `lost`: it arrives, is done, and the answer gets lost
 * - `busy`: 503 · `login`: a Wi-Fi login page answers 200 to everything
 */
export type Weather = 'fine' | 'down' | 'reset' | 'lost' | 'busy' | 'login';

/** What stands between a shop and the server. Each request meets the weather that `weather` gives. */
export class WeakNetwork {
  weather: (path: string) => Weather = () => 'fine';
  /** Milliseconds since 1970 at which the first batch after `watch()` arrived. */
  firstBatchAt: number | null = null;
  /** What is served from a folder instead of by the server: `{'/tablet/': FOLDER}` is another build of the app at the same address. */
  folders: Record<string, string> = {};
  /** Told of each request as it arrives. */
  arrived: (path: string) => void = () => undefined;
  met: Record<Weather, number> = { fine: 0, down: 0, reset: 0, lost: 0, busy: 0, login: 0 };
  private server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
  }

  static async to(target: string): Promise<WeakNetwork> {
    const network = new WeakNetwork(target);
    await new Promise<void>((resolve) => void network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const asked = incoming.url ?? '/';
    const weather = this.weather(asked);
    this.met[weather] += 1;
    this.arrived(asked);
    if (weather === 'down' || weather === 'reset') return void incoming.socket.destroy();
    if (weather === 'busy') return void outgoing.writeHead(503, { 'countersign-answer': '1', 'content-type': 'application/problem+json' }).end('{}');
    if (weather === 'login') return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome to our Wi-Fi</title>');
    if (weather === 'fine' && this.fromFolder(new URL(asked, this.target).pathname, outgoing)) return;
    const headers = { ...incoming.headers, ...(incoming.headers.origin ? { origin: this.target } : {}), host: new URL(this.target).host };
    const onward = request(new URL(incoming.url ?? '/', this.target), { method: incoming.method, headers }, (answer) => {
      if (/\/batches$/.test(incoming.url ?? '')) this.firstBatchAt ??= Date.now();
      if (weather === 'lost') return void answer.resume().on('end', () => incoming.socket.destroy());
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  private fromFolder(asked: string, outgoing: ServerResponse): boolean {
    const [prefix, folder] = Object.entries(this.folders).find(([each]) => asked.startsWith(each)) ?? [];
    if (prefix === undefined || folder === undefined) return false;
    const file = path.join(folder, path.normalize(`/${asked.slice(prefix.length) || 'index.html'}`));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) outgoing.writeHead(404).end();
    else outgoing.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' }).end(readFileSync(file));
    return true;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json',
  '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png',
};
