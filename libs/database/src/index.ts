export { databaseIsAway } from './away.js';
export { BinaryRows, copyInto } from './copy.js';
export { Database, sqlState, txRows, type Tx, type TransactionOptions } from './database.js';
export { DatabaseModule } from './database.module.js';
export { dataSourceFor, runMigrations, type Entity } from './data-source.js';
export { relayOutbox, writeOutbox, type OutboxRow } from './outbox.js';
export { canonical, deleteRows, syncRows, type RowSync, type SyncRow } from './sync-rows.js';
export { WokenByPostgres, type WokenOptions } from './woken-by-postgres.js';
