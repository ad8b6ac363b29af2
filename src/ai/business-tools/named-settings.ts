import type { Settings } from '../../infra/config/settings.js';

/** The secrets that headers of tools may name. */
export const secretsIn = ({ TOOL_SECRETS }: Pick<Settings, 'TOOL_SECRETS'>): Map<string, string> =>
  namedValues(TOOL_SECRETS);

/** Where the business's systems are, by the names that addresses of tools may begin with. */
export const basesIn = ({ TOOL_BASES }: Pick<Settings, 'TOOL_BASES'>): Map<string, string> => namedValues(TOOL_BASES);

const namedValues = (pairs: readonly string[]): Map<string, string> =>
  new Map(
    pairs.map((pair) => {
      const colon = pair.indexOf(':');
      return [pair.slice(0, colon), pair.slice(colon + 1)];
    }),
  );
