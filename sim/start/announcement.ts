import type { System } from './system.js';

const JSON_BODY = `-H 'content-type: application/json'`;

/** What the person at the terminal reads: what runs where, what replaces each stand-in, and what to try. */
export function announcement(system: System): string {
  const { url, simulatorUrl } = system;
  return [
    '',
    `The AI WhatsApp backend runs at ${url} (Ctrl+C stops it).`,
    '',
    ...parts(system).map(([part, where, setting]) => `  ${part.padEnd(9)} ${where.padEnd(40)} ${setting}`.trimEnd()),
    '',
    'Try it:',
    ...(simulatorUrl !== null && system.standIns.whatsApp ? customerCommands(simulatorUrl) : []),
    ...operatorCommands(system),
    '  # Is everything well?',
    `  curl -s ${url}/health`,
    ...(system.standIns.whatsApp ? ['  # All of it in one go, in a second terminal:', '  npm run flow'] : []),
    '',
  ].join('\n');
}

function parts({ settings, standIns, dataDir, simulatorUrl }: System): [string, string, string][] {
  const simulator = `simulator at ${simulatorUrl}`;
  const queue = settings.queueRedisUri === undefined ? 'in the database' : `Redis at ${hostOf(settings.queueRedisUri)}`;
  return [
    standIns.database
      ? ['Database', `its own PostgreSQL, files in ${dataDir}`, 'yours instead: DB_URL']
      : ['Database', `PostgreSQL at ${hostOf(settings.DB_URL)}`, ''],
    ['Queue', queue, settings.queueRedisUri === undefined ? 'Redis instead: REDIS_URI' : ''],
    standIns.whatsApp
      ? [
          'WhatsApp',
          simulator,
          'the real one: WHATSAPP_ACCESS_TOKEN, WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET, VERIFY_TOKEN',
        ]
      : ['WhatsApp', settings.WHATSAPP_API_URL, ''],
    ['Knowledge', settings.BUSINESS_DIR ?? 'none', 'your business instead: BUSINESS_DIR'],
    standIns.gemini ? ['Gemini', simulator, 'the real one: GOOGLE_API_KEY'] : ['Gemini', settings.GEMINI_API_URL, ''],
  ];
}

/** Without user and password. */
const hostOf = (url: string): string => new URL(url).host;

function customerCommands(simulatorUrl: string): string[] {
  const messages = `${simulatorUrl}/sim/customers/15550100123/messages`;
  return [
    '  # A customer writes, and is answered when they have been quiet for a moment:',
    `  curl -s ${messages} ${JSON_BODY} -d '{"text":"Do you deliver to Austria?"}'`,
    "  # … or asks for what one of the shop's tools knows:",
    `  curl -s ${messages} ${JSON_BODY} -d '{"text":"Where is my order 4711?"}'`,
    '  # What the customer sees:',
    `  curl -s ${messages}`,
  ];
}

function operatorCommands({ url, settings, standIns }: System): string[] {
  const key = settings.OPERATOR_API_KEYS.length > 0 ? ` -H 'authorization: Bearer YOUR_OPERATOR_KEY'` : '';
  const phone = standIns.whatsApp ? '15550100123' : 'PHONE_OF_A_CUSTOMER';
  const call = (path: string, body: object): string =>
    `  curl -s ${url}/api/v1/${path}${key} ${JSON_BODY} -d '${JSON.stringify(body)}'`;
  return [
    '  # A person takes the conversation over, writes, and hands it back:',
    call('takeover', { phone }),
    call('operator-message', { phone, message: 'Hello, a person here.' }),
    call('handback', { phone }),
  ];
}
