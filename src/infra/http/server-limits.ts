/**
 * Limits of the HTTP server, in milliseconds. A sender has this long for the headers of a request, then ten seconds for
 * its body (`body-parser.ts`), so that slow ones hold a line for fifteen seconds at most. Node looks for late headers
 * every so often, every half minute unless told. All of a request may take as long as an operator's file of 100 MB on a
 * common line; only routes that read their body themselves get that far. In the midst of a request nobody may be silent
 * for `connectionTimeout`; between two of them a line is kept for longer than load balancers keep theirs, so that it is
 * they who close it.
 */
export const SERVER_LIMITS = {
  requestTimeout: 120_000,
  connectionTimeout: 30_000,
  keepAliveTimeout: 72_000,
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
};
