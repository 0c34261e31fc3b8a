/** Sends for one webhook (WEBHOOK), in a process of its own that may call this machine: for journeys that kill it. */
import { AuditLog } from '#libs/access';
import { loadConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { WebhookSender } from '#libs/notifications';
import { Outbound, OutboundRules } from '#libs/outbound';
import { Queues } from '#libs/queues';
import { PrivateKeyStore } from '#libs/vault';

const config = loadConfig(process.env);
const source = await dataSourceFor(config.database, { entities: [], poolSize: 2 }).initialize();
const db = new Database(source);
const outbound = new Outbound(new OutboundRules({ mayCallLoopback: true }));
const sender = new WebhookSender(db, outbound, new AuditLog(db), new Queues(config), await PrivateKeyStore.open(config.keysDir));
process.send?.('ready');
await sender.send(process.env['WEBHOOK'] ?? '');
process.exit(0);
