import 'reflect-metadata';
import { Transform } from 'class-transformer';
import { IsIn, IsIP, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { PLANNED_FAULT } from '../faults/fault-plan.js';
import { BaseUrl, HostNames, lower, toFlag, toList, toNumber, WholeNumber } from './setting-kinds.js';

/**
 * Every setting there is, with its default; `read-settings.ts` fills it. `.env.example` is tested to name the same settings with the same defaults.
 */
export class Settings {
  /** PostgreSQL; the truth lives there. */
  @BaseUrl('postgres', 'postgresql')
  DB_URL: string;

  /** Redis for the queue and the dedup cache. Unset: the queue is on Postgres. */
  @IsOptional()
  @BaseUrl('redis', 'rediss')
  REDIS_URI?: string;

  /** Another Redis for the queue alone. */
  @IsOptional()
  @BaseUrl('redis', 'rediss')
  QUEUE_REDIS_URI?: string;

  @IsOptional()
  @MinLength(1)
  GOOGLE_API_KEY?: string;

  @IsOptional()
  @MinLength(1)
  WHATSAPP_ACCESS_TOKEN?: string;

  @IsOptional()
  @Matches(/^\w{1,64}$/)
  WHATSAPP_PHONE_NUMBER_ID?: string;

  /** The account that the number belongs to; without it templates cannot be listed. */
  @IsOptional()
  @Matches(/^\d{1,64}$/)
  WHATSAPP_BUSINESS_ACCOUNT_ID?: string;

  /** App secrets that sign webhooks; two while one is being rotated. */
  @Transform(toList)
  WHATSAPP_APP_SECRET: string[] = [];

  @BaseUrl('http', 'https')
  WHATSAPP_API_URL = 'https://graph.facebook.com';

  @Matches(/^v\d{1,3}\.\d{1,2}$/)
  WHATSAPP_API_VERSION = 'v26.0';

  /** Messages a second the number may send. Source: 80 of any number, 20 beside the phone app, up to 1,000 by upgrade. */
  @WholeNumber(1, 1_000)
  WHATSAPP_MESSAGES_PER_SECOND = 80;

  /** The word chosen in the platform's webhook settings. */
  @IsOptional()
  @MinLength(1)
  VERIFY_TOKEN?: string;

  @BaseUrl('http', 'https')
  GEMINI_API_URL = 'https://generativelanguage.googleapis.com';

  @MinLength(1)
  GEMINI_MODEL = 'gemini-3.6-flash';

  /** Asked when the first one fails for good within a turn. Unset: a person is asked. */
  @IsOptional()
  @MinLength(1)
  GEMINI_FALLBACK_MODEL?: string;

  /** Finds passages by their meaning, beside their words: `gemini-embedding-2` or one that is used alike; `none` leaves it. */
  @Matches(/^[\w.-]{1,100}$/)
  GEMINI_EMBEDDING_MODEL = 'gemini-embedding-2';

  @WholeNumber(0, 65_535)
  PORT = 5000;

  /** The interface HTTP listens on; containers need every one. `npm start` keeps to this machine unless it is set. */
  @IsIP()
  HOST = '0.0.0.0';

  /** Port of the worker's own liveness and readiness probes. */
  @WholeNumber(0, 65_535)
  PROBE_PORT = 5001;

  @IsIn(['development', 'test', 'staging', 'production'])
  ENVIRONMENT: 'development' | 'test' | 'staging' | 'production' = 'development';

  @Transform(lower)
  @IsIn(['fatal', 'error', 'warning', 'warn', 'info', 'debug', 'trace'])
  LOG_LEVEL = 'info';

  /** What `main.ts` runs: HTTP and workers, or HTTP alone. `worker.ts` is always `worker`. */
  @IsIn(['all', 'web', 'worker'])
  ROLE: 'all' | 'web' | 'worker' = 'all';

  /** `name:key` pairs; the name is what the audit shows. */
  @Transform(toList)
  @Matches(/^[^:\s]{1,64}:\S{8,}$/, {
    each: true,
    message: 'OPERATOR_API_KEYS must be name:key pairs, keys of 8 characters or more',
  })
  OPERATOR_API_KEYS: string[] = [];

  /** Whether an operator's message in a conversation the assistant owns also takes it over. */
  @Transform(toFlag)
  @IsIn([true, false])
  OPERATOR_MESSAGE_TAKES_OVER = false;

  /** A burst is complete after this much silence, in milliseconds. */
  @WholeNumber(0, 600_000)
  BUFFER_QUIET_MS = 3_000;

  /** … and in any case this long after its first message. */
  @WholeNumber(0, 3_600_000)
  BUFFER_MAX_MS = 15_000;

  /** Jobs one worker process runs at a time on the `default` queue. */
  @WholeNumber(1, 200)
  WORKER_CONCURRENCY = 16;

  /** One turn, model and retries together, may take this long. */
  @WholeNumber(1_000, 300_000)
  TURN_TIMEOUT_MS = 30_000;

  /** Folder for customers' files; with a bucket, for those on their way there. Processes share one where they can. */
  @MinLength(1)
  MEDIA_DIR = './data/media';

  /** Bucket of an S3-compatible service, which keeps the files instead of the folder. */
  @IsOptional()
  @MinLength(1)
  MEDIA_BUCKET?: string;

  /** Base URL of a service that is not Amazon's. */
  @IsOptional()
  @BaseUrl('http', 'https')
  MEDIA_BUCKET_ENDPOINT?: string;

  @MinLength(1)
  MEDIA_BUCKET_REGION = 'us-east-1';

  /** Unset: the bucket is opened with what the environment of the machine gives, such as its role. */
  @IsOptional()
  @MinLength(1)
  MEDIA_BUCKET_KEY_ID?: string;

  @IsOptional()
  @MinLength(1)
  MEDIA_BUCKET_SECRET?: string;

  /** One try to fetch a customer's file may take this long; a third of it is the longest silence. */
  @WholeNumber(1_000, 300_000)
  MEDIA_FETCH_TIMEOUT_MS = 30_000;

  /** A turn waits this long at most for files of its burst; then it goes on without them. */
  @WholeNumber(0, 60_000)
  MEDIA_WAIT_MS = 8_000;

  /** Turns that asked the model, of one customer and day (UTC); then a person is asked. 0 is no limit. */
  @WholeNumber(0, 1_000_000)
  CUSTOMER_TURNS_PER_DAY = 200;

  /** Tokens of one customer and day (UTC); then a person is asked. 0 is no limit. */
  @WholeNumber(0, 2_000_000_000)
  CUSTOMER_TOKENS_PER_DAY = 1_000_000;

  /** US dollars for models in a month (UTC); then people are asked. 0 is no limit. */
  @Transform(toNumber)
  @Min(0)
  @Max(10_000_000)
  MONTHLY_BUDGET_USD = 100;

  /** Prices that the table of the product lacks or has otherwise. */
  @Transform(toList)
  @Matches(/^[\w.-]{1,100}=\d{1,6}(\.\d{1,6})?(\/\d{1,6}(\.\d{1,6})?){1,2}$/, {
    each: true,
    message: 'MODEL_PRICES must be model=input/output/cached in US dollars for a million tokens, the last one optional',
  })
  MODEL_PRICES: string[] = [];

  /** Turns in a row, of all processes, that the model's provider fails before it is not asked for a while. */
  @WholeNumber(1, 1_000)
  MODEL_OUTAGE_FAILURES = 5;

  /** A customer waits so long for a model that is away; then a person is asked. */
  @WholeNumber(0, 86_400_000)
  MODEL_WAIT_LIMIT_MS = 1_800_000;

  /** Who waited for the model is answered at this rate when it is back, the first in line first. */
  @WholeNumber(1, 1_000)
  CATCH_UP_PER_SECOND = 5;

  /** What a customer is told who has to wait for the model; once an outage. */
  @MinLength(1)
  OUTAGE_MESSAGE = 'Thank you for your message. We cannot answer at this moment; you will get an answer here soon.';

  /** Silence after which a person's conversation goes back to the assistant; 0 is never. */
  @WholeNumber(0, 2_592_000_000)
  HANDBACK_AFTER_MS = 0;

  /** What to do when a send's outcome stays unknown for a minute: send free text once more, or leave it to a person. */
  @IsIn(['resend', 'ask'])
  UNCONFIRMED_POLICY: 'resend' | 'ask' = 'resend';

  /** Whether the assistant's answers go out by themselves, or wait for a person. A conversation may say otherwise. */
  @IsIn(['auto', 'draft'])
  ASSISTANT_MODE: 'auto' | 'draft' = 'auto';

  /** `name:url` pairs: where the business's systems are, for tools that name them. */
  @Transform(toList)
  @Matches(/^\w{1,64}:https?:\/\/[^\s?#]{1,500}$/, { each: true, message: 'TOOL_BASES must be name:url pairs' })
  TOOL_BASES: string[] = [];

  /** `name:secret` pairs; headers of the business's tools name them. */
  @Transform(toList)
  @Matches(/^\w{1,64}:\S{1,2000}$/, { each: true, message: 'TOOL_SECRETS must be name:secret pairs, without blanks' })
  TOOL_SECRETS: string[] = [];

  /** Hosts, with their port where it is not the usual one, that tools may call at private addresses and without TLS. */
  @Transform(toList)
  @Matches(/^[a-z0-9.-]{1,253}(:\d{1,5})?$/, { each: true, message: 'TOOL_PRIVATE_HOSTS must be host or host:port' })
  TOOL_PRIVATE_HOSTS: string[] = [];

  /** The folder the owner edits: `assistant.md`, `tools.json` and `knowledge/`. Unset: the assistant knows nothing but the next. */
  @IsOptional()
  @MinLength(1)
  BUSINESS_DIR?: string;

  /** More for the assistant to know, after what `assistant.md` says. */
  @IsString()
  ASSISTANT_INSTRUCTIONS = '';

  /** Hosts, each with all below it, that the assistant may send links to beside those that its sources name. */
  @Transform(toList)
  @HostNames()
  LINK_HOSTS: string[] = [];

  /** What the customer is told when a person is asked for and the model gave no words of its own. */
  @MinLength(1)
  HANDOFF_MESSAGE = 'Thank you for your message. I have asked a colleague to help you; a person will answer you here.';

  /** What a customer is told who sent nothing that can be read: a poll, or a kind that is newer than this system. */
  @MinLength(1)
  UNREADABLE_MESSAGE =
    'I cannot read this kind of message here. Please write it as text, or send a picture or a voice note.';

  /** What a customer is told who stops messages by a word such as STOP. */
  @MinLength(1)
  OPT_OUT_MESSAGE = 'You will get no messages from us unless you write to us. To get them again, send START.';

  /** … and one who wants them again. */
  @MinLength(1)
  OPT_IN_MESSAGE = 'You will get our messages again. To stop them, send STOP.';

  /** What is to go wrong in this process, and where; for tests alone. The form stands in `infra/faults/fault-plan.ts`. */
  @Transform(toList)
  @Matches(PLANNED_FAULT, { each: true, message: 'FAULT_POINTS must be point=kill, point=stop or point=delay:<ms>' })
  FAULT_POINTS: string[] = [];

  get isProduction(): boolean {
    return this.ENVIRONMENT === 'production';
  }
  /** Names the number that sends, also where a stand-in without an id is used. */
  get sendingNumber(): string {
    return this.WHATSAPP_PHONE_NUMBER_ID ?? 'unnamed';
  }
  /** Undefined where passages are found by their words alone. */
  get embeddingModel(): string | undefined {
    return this.GOOGLE_API_KEY === undefined || this.GEMINI_EMBEDDING_MODEL === 'none'
      ? undefined
      : this.GEMINI_EMBEDDING_MODEL;
  }
  get queueRedisUri(): string | undefined {
    return this.QUEUE_REDIS_URI ?? this.REDIS_URI;
  }
}
