import http from 'node:http';

/** How one POST to the product ended: an HTTP status, or the reason why there is none. */
export interface PostOutcome {
  status: number | null;
  error: string | null;
}

/** One POST of this body; never rejects, and ends after `timeoutMs` whatever happens. */
export function postOnce(
  agent: http.Agent,
  url: string,
  body: string,
  signature: string | null,
  timeoutMs: number,
): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const headers: http.OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'facebookexternalua',
      ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
    };
    const request = http.request(url, { method: 'POST', agent, headers });
    const limit = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const end = (outcome: PostOutcome): void => {
      clearTimeout(limit);
      resolve(outcome);
    };
    request.once('error', (error) => end({ status: null, error: error.message }));
    request.once('response', (response) => {
      end({ status: response.statusCode ?? null, error: null });
      response.on('error', () => {}).resume();
    });
    request.end(body);
  });
}
