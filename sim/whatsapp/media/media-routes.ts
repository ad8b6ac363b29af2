import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultOf } from '../../fault-kinds.js';
import type { Faults } from '../../faults.js';
import { hold, pause, resetConnection } from '../../misbehave.js';
import { GraphError, titleOf } from '../graph-error.js';
import { sendDownload } from './download.js';
import { type MediaApi, type MediaRequest, notThere } from './media-api.js';
import { LARGEST_MEDIUM, type MediaStore } from './media-store.js';

type Fault = FaultOf<'media'> | undefined;
interface UploadRoute {
  Params: { phoneNumberId: string };
}
interface MediumRoute {
  Params: { mediaId: string };
  Querystring: { phone_number_id?: string };
}
interface DownloadRoute {
  Querystring: { mid?: string; hash?: string };
}
export interface MediaFace {
  api: MediaApi;
  store: MediaStore;
  faults: Faults;
  /** @throws GraphError 190 or 100 when the caller may not */
  checkCaller(authorization: string | undefined, phoneNumberId?: string): void;
}

const VERSION = '/:version(^v\\d+\\.\\d+$)';
/** The largest file and the form around it. */
const UPLOAD_LIMIT = LARGEST_MEDIUM + 64 * 1024;

/** Upload, look-up, download and deletion of media. */
export function mediaRoutes(app: FastifyInstance, face: MediaFace): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = error instanceof GraphError ? error : new GraphError(error.statusCode ?? 500, 100, error.message);
    return reply.code(refusal.status).send(refusal.toBody());
  });
  uploadRoute(app, face);
  mediumRoutes(app, face);
  app.get<DownloadRoute>('/whatsapp_business/attachments/', (request, reply) => download(face, request, reply));
}

function uploadRoute(app: FastifyInstance, face: MediaFace): void {
  const inMemory = { parseAs: 'buffer', bodyLimit: UPLOAD_LIMIT } as const;
  app.addContentTypeParser('multipart/form-data', inMemory, (_request, body, done) => done(null, body));
  app.post<UploadRoute>(`${VERSION}/:phoneNumberId/media`, { bodyLimit: UPLOAD_LIMIT }, (request, reply) =>
    answer(face, 'upload', null, request, reply, (note) => {
      face.checkCaller(request.headers.authorization, request.params.phoneNumberId);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      note.mediaId = face.api.upload(request.headers['content-type'], body).id;
      return { id: note.mediaId };
    }),
  );
}

function mediumRoutes(app: FastifyInstance, face: MediaFace): void {
  app.get<MediumRoute>(`${VERSION}/:mediaId`, (request, reply) =>
    answer(face, 'look-up', request.params.mediaId, request, reply, (_note, fault) => {
      face.checkCaller(request.headers.authorization);
      const { mediaId } = request.params;
      if (fault?.kind === 'gone') throw notThere('get', mediaId);
      return spoilLookUp(face.api.lookUp(mediaId, request.query.phone_number_id), fault);
    }),
  );
  app.delete<MediumRoute>(`${VERSION}/:mediaId`, (request, reply) =>
    answer(face, 'delete', request.params.mediaId, request, reply, () => {
      face.checkCaller(request.headers.authorization);
      return face.api.delete(request.params.mediaId);
    }),
  );
}

function begin(
  { api, faults, checkCaller, store }: MediaFace,
  kind: MediaRequest['kind'],
  id: string | null,
  request: FastifyRequest,
): { note: MediaRequest; fault: Fault } {
  const note = api.note(kind, id, isAuthorized(checkCaller, request.headers.authorization));
  const fault = faults.take('media', { text: store.get(id ?? '')?.mimeType ?? null, id, on: kind });
  note.fault = fault?.kind ?? null;
  return { note, fault };
}

function isAuthorized(checkCaller: MediaFace['checkCaller'], authorization: string | undefined): boolean {
  try {
    checkCaller(authorization);
    return true;
  } catch {
    return false;
  }
}

/** Answers with JSON, unless a fault has it otherwise. */
async function answer(
  face: MediaFace,
  kind: MediaRequest['kind'],
  id: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (note: MediaRequest, fault: Fault) => object,
): Promise<FastifyReply> {
  const { note, fault } = begin(face, kind, id, request);
  if (fault?.kind === 'reset') return resetConnection(reply);
  if (fault?.kind === 'silence') return hold(reply);
  if (fault?.kind === 'slow') await pause(fault.ms, reply);
  try {
    if (fault?.kind === 'error') throw faultError(fault);
    const body = work(note, fault);
    note.status = 200;
    return await reply.send(body);
  } catch (error) {
    note.status = error instanceof GraphError ? error.status : 500;
    throw error;
  }
}

const faultError = ({ status, code, message = `(#${code}) ${titleOf(code)}` }: FaultOf<'media'> & { kind: 'error' }) =>
  new GraphError(status, code, message);

/** Lies about the address or the digest. */
function spoilLookUp(found: Record<string, unknown>, fault: Fault): object {
  if (fault?.kind === 'foreign-link') return { ...found, url: fault.to };
  if (fault?.kind === 'expired-link') return { ...found, url: String(found['url']).replace(/hash=.*/, 'hash=expired') };
  if (fault?.kind === 'wrong-hash') return { ...found, sha256: '0'.repeat(64) };
  if (fault?.kind === 'wrong-size') return { ...found, file_size: fault.size };
  return found;
}

async function download(
  face: MediaFace,
  request: FastifyRequest<DownloadRoute>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { note, fault } = begin(face, 'download', request.query.mid ?? null, request);
  const medium = face.store.at(request.query);
  const status = !note.authorized ? 401 : medium === undefined || fault?.kind === 'gone' ? 404 : 200;
  note.status = status;
  if (status !== 200 || medium === undefined) return reply.code(status).send();
  return sendDownload(medium, fault, note, reply);
}
