import { CallerError } from '../infra/errors.js';

/** How close to the end of the 24-hour window free text is still tried; the platform counts from its own clock. */
const MARGIN = `interval '30 seconds'`;

/** Whether free text may still go out in a conversation `c`. */
export const WINDOW_OPEN = `coalesce(c.window_expires_at - ${MARGIN} > clock_timestamp(), false)`;

/** Whether the message of this name may go out by the window of its conversation `c`. */
export const inWindow = (message: string): string =>
  `(${WINDOW_OPEN} or coalesce(${message}.extra_metadata #>> '{content,type}' = 'template', false))`;

/** Where the templates are listed, which may go out at any time. */
const TEMPLATES = '/api/v1/templates';

/** What an operator is told who writes after the customer's 24 hours. */
export const windowClosed = (expiresAt: Date | null): CallerError =>
  new CallerError(
    409,
    `The 24-hour window is closed: until the customer writes, only a template may be sent (${TEMPLATES} lists them)`,
    { window_expires_at: expiresAt, templates: TEMPLATES },
  );
