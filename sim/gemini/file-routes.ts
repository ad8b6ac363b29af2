import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JsonObject } from '../records.js';
import { GoogleError } from './google-error.js';
import type { KeptFile, KeptFiles } from './kept-files.js';

interface OneFile {
  Params: { id: string };
}

const LARGEST_FILE = 64 * 1024 * 1024;

/** The Gemini API's Files: the resumable upload in one piece, look-up and removal. */
export function fileRoutes(app: FastifyInstance, files: KeptFiles): void {
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request) => {
    if (!request.headers['x-goog-api-key']) throw new GoogleError(403);
  });
  const base = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;

  app.post('/upload/v1beta/files', async (request, reply) => {
    const { 'x-goog-upload-command': command, 'x-goog-upload-header-content-type': type } = request.headers;
    if (command !== 'start' || typeof type !== 'string') throw new GoogleError(400);
    const address = `${base(request)}/upload/v1beta/files/${files.begin(type)}`;
    return reply.header('x-goog-upload-url', address).header('x-goog-upload-status', 'active').send();
  });

  app.post<OneFile>('/upload/v1beta/files/:id', { bodyLimit: LARGEST_FILE }, async (request) => {
    const isWhole = request.headers['x-goog-upload-command'] === 'upload, finalize';
    const file = isWhole && Buffer.isBuffer(request.body) && files.finish(request.params.id, request.body);
    if (!file) throw new GoogleError(400);
    return { file: shown(file, base(request)) };
  });

  app.get<OneFile>('/v1beta/files/:id', async (request) => {
    const file = files.get(`files/${request.params.id}`);
    if (file === undefined) throw new GoogleError(403);
    file.looksUntilActive = Math.max(0, file.looksUntilActive - 1);
    return shown(file, base(request));
  });

  app.delete<OneFile>('/v1beta/files/:id', async ({ params }) => {
    if (!files.delete(`files/${params.id}`)) throw new GoogleError(403);
    return {};
  });
}

const shown = ({ name, mimeType, bytes, looksUntilActive }: KeptFile, base: string): JsonObject => ({
  name,
  mimeType,
  sizeBytes: String(bytes.length),
  state: looksUntilActive > 0 ? 'PROCESSING' : 'ACTIVE',
  uri: `${base}/v1beta/${name}`,
});
