import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { Control } from './control.js';
import { controlRoutes } from './control-routes.js';
import { geminiRoutes } from './gemini/routes.js';
import { partsOf, type SimulatorOptions } from './parts.js';
import { mediaRoutes } from './whatsapp/media/media-routes.js';
import { shopRoutes } from './shop/routes.js';
import { cloudApiRoutes } from './whatsapp/routes.js';
import { templateRoutes } from './whatsapp/templates/template-routes.js';

/** A running stand-in; its methods are those of the control under `/sim`. */
export interface Simulator extends Control {
  readonly url: string;
  /** Drops all connections and everything still on its way. */
  stop(): Promise<void>;
}

/** Largest request body: prompts may carry pictures. */
const BODY_LIMIT = 20 * 1024 * 1024;
/** A business-scoped user id may be this long in a path. */
const LONGEST_PARAMETER = 200;

/**
 * Starts the stand-in for the WhatsApp Cloud API (messages, media, templates), the Gemini API (`/v1beta/models/…`),
 * a shop's own system (`/shop`) and its control (`/sim`) on one loopback port.
 * @throws Error in production, or when the port is taken
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  if (process.env['ENVIRONMENT']?.trim().toLowerCase() === 'production') {
    throw new Error('The simulator stands in for outsiders and does not start in production');
  }
  const parts = partsOf(options);
  const { cloudApi, faults, modelCalls, modelFiles, settings, reporter, sender, mediaApi, media, templates } = parts;
  const checkCaller = cloudApi.checkCaller.bind(cloudApi);
  const control = new Control(parts);
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
  });
  void app.register(async (face) => cloudApiRoutes(face, cloudApi, faults));
  void app.register(async (face) => mediaRoutes(face, { api: mediaApi, store: media, faults, checkCaller }));
  void app.register(async (face) => templateRoutes(face, templates, checkCaller));
  void app.register(async (face) => geminiRoutes(face, { calls: modelCalls, files: modelFiles, faults, settings }));
  void app.register(async (face) => shopRoutes(face));
  void app.register(async (face) => controlRoutes(face, control));
  await app.listen({ port: options.port, host: '127.0.0.1' });
  const stop = async (): Promise<void> => {
    reporter.reset();
    sender.stop();
    await app.close();
  };
  const { port } = app.server.address() as AddressInfo;
  media.baseUrl = `http://127.0.0.1:${port}`;
  return Object.assign(control, { url: media.baseUrl, stop });
}
