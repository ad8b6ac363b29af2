import { repeatedWebhooks } from './rows/01-repeated-webhooks.js';
import { forgedWebhooks } from './rows/02-forged-webhooks.js';
import { oddBytes } from './rows/03-odd-bytes.js';
import { crashWhileTakingIn } from './rows/04-crash-while-taking-in.js';
import { databaseAway } from './rows/05-database-away.js';
import { redisAway } from './rows/06-redis-away.js';
import { firstContact } from './rows/07-first-contact.js';
import { hostileBodies } from './rows/08-hostile-bodies.js';
import { orderOfArrival } from './rows/10-order-of-arrival.js';
import { dyingWorkers } from './rows/11-dying-workers.js';
import { frozenWorkers } from './rows/12-frozen-workers.js';
import { poison } from './rows/13-poison.js';
import { halfOpen } from './rows/14-half-open.js';
import { poolStarvation } from './rows/15-pool-starvation.js';
import { clocks } from './rows/18-clocks.js';
import { takeover } from './rows/19-takeover.js';
import { ownershipRaces } from './rows/20-ownership-races.js';
import { replyRaces } from './rows/21-reply-races.js';
import { burstWhileThinking } from './rows/22-burst-while-thinking.js';
import { personElsewhere } from './rows/23-person-elsewhere.js';
import { escalation } from './rows/24-escalation.js';
import { answerLost } from './rows/25-answer-lost.js';
import { requestNeverArrived } from './rows/26-request-never-arrived.js';
import { noStatus } from './rows/27-no-status.js';
import { limits } from './rows/28-limits.js';
import { statusChaos } from './rows/29-status-chaos.js';
import { modelHangs } from './rows/31-model-hangs.js';
import { modelOutage } from './rows/32-model-outage.js';
import { oddAnswers } from './rows/33-odd-answers.js';
import { runawayLoop } from './rows/34-runaway-loop.js';
import { toolEffects } from './rows/35-tool-effects.js';
import { denialOfWallet } from './rows/36-denial-of-wallet.js';
import { promptInjection } from './rows/37-prompt-injection.js';
import { claimsWithoutSource } from './rows/38-claims-without-source.js';
import { rollingRestart } from './rows/48-rolling-restart.js';
import type { Row } from './trial.js';

/** The rows of the catalogue that there are, in its order. */
export const ROWS: readonly Row[] = [
  repeatedWebhooks,
  forgedWebhooks,
  oddBytes,
  crashWhileTakingIn,
  databaseAway,
  redisAway,
  firstContact,
  hostileBodies,
  orderOfArrival,
  dyingWorkers,
  frozenWorkers,
  poison,
  halfOpen,
  poolStarvation,
  clocks,
  takeover,
  ownershipRaces,
  replyRaces,
  burstWhileThinking,
  personElsewhere,
  escalation,
  answerLost,
  requestNeverArrived,
  noStatus,
  limits,
  statusChaos,
  modelHangs,
  modelOutage,
  oddAnswers,
  runawayLoop,
  toolEffects,
  denialOfWallet,
  promptInjection,
  claimsWithoutSource,
  rollingRestart,
];
