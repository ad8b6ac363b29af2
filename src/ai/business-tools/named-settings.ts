import type { Settings } from '../../infra/config/settings.js';

/** The secrets that headers of tools may name. */
export const secretsIn = ({ TOOL_SECRETS }: Pick<Settings, 'TOOL_SECRETS'>): Map<string, string> =>
  new Map(
    TOOL_SECRETS.map((pair) => {
      const colon = pair.indexOf(':');
      return [pair.slice(0, colon), pair.slice(colon + 1)];
    }),
  );
