import type { ClientBase } from 'pg';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { Initial1763800000000 } from './migrations/1763800000000-initial.js';
import { MessageChanges1763900000000 } from './migrations/1763900000000-message-changes.js';
import { CustomerNames1764000000000 } from './migrations/1764000000000-customer-names.js';
import { EventAlerts1764100000000 } from './migrations/1764100000000-event-alerts.js';
import { Sending1764200000000 } from './migrations/1764200000000-sending.js';
import { OptOuts1764300000000 } from './migrations/1764300000000-opt-outs.js';
import { Media1764400000000 } from './migrations/1764400000000-media.js';
import { Uploads1764500000000 } from './migrations/1764500000000-uploads.js';
import { Knowledge1765000000000 } from './migrations/1765000000000-knowledge.js';
import { Spending1765100000000 } from './migrations/1765100000000-spending.js';
import { ModelOutage1765110000000 } from './migrations/1765110000000-model-outage.js';
import { PersonSilence1765120000000 } from './migrations/1765120000000-person-silence.js';
import { Tools1765200000000 } from './migrations/1765200000000-tools.js';
import { Approvals1765210000000 } from './migrations/1765210000000-approvals.js';
import { Profile1765220000000 } from './migrations/1765220000000-profile.js';
import { Drafts1765230000000 } from './migrations/1765230000000-drafts.js';
import { Summary1765300000000 } from './migrations/1765300000000-summary.js';
import { Meaning1765400000000 } from './migrations/1765400000000-meaning.js';
import { TurnWorkers1765500000000 } from './migrations/1765500000000-turn-workers.js';
import { CatchUpRate1765600000000 } from './migrations/1765600000000-catch-up-rate.js';

/** Connections one process may hold; each is borrowed for a statement or a short transaction, never over an outside call. */
const POOL_SIZE = 10;

/**
 * Whoever freezes with a session's lock in hand (the sweep's) loses it; the pool closes idle connections after 10 s
 * itself. And each statement has its index: a plan that was made while a table was small, and is kept for the life of
 * the connection, must not read that table from end to end when it has grown. A plan is not compiled: that takes longer
 * than any of these statements, and the price put on reading a whole table would always ask for it.
 */
const SESSION = '-c idle_session_timeout=15000 -c enable_seqscan=off -c jit=off';

/**
 * For every new connection of a pool: one that breaks while it is borrowed fails its statement and is dropped.
 * Without a listener its error would end the process.
 */
export const surviveItsEnd = (client: ClientBase): void => void client.on('error', () => undefined);

/**
 * How every process talks to Postgres. Each wait has a limit, so that a frozen database turns into a 503 within three
 * seconds instead of a request that hangs. The schema is made by migrations alone.
 */
export const dataSourceOptions = (url: string): PostgresDataSourceOptions => ({
  type: 'postgres',
  url,
  synchronize: false,
  entities: [],
  migrations: [
    Initial1763800000000,
    MessageChanges1763900000000,
    CustomerNames1764000000000,
    EventAlerts1764100000000,
    Sending1764200000000,
    OptOuts1764300000000,
    Media1764400000000,
    Uploads1764500000000,
    Knowledge1765000000000,
    Spending1765100000000,
    ModelOutage1765110000000,
    PersonSilence1765120000000,
    Tools1765200000000,
    Approvals1765210000000,
    Profile1765220000000,
    Drafts1765230000000,
    Summary1765300000000,
    Meaning1765400000000,
    TurnWorkers1765500000000,
    CatchUpRate1765600000000,
  ],
  applicationName: 'ai-whatsapp-backend',
  extra: {
    max: POOL_SIZE,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_500,
    statement_timeout: 2_000,
    lock_timeout: 1_500,
    idle_in_transaction_session_timeout: 5_000,
    options: SESSION,
    keepAlive: true,
    onConnect: surviveItsEnd,
  },
});
