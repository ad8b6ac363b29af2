import { Body, Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Intake } from '../conversation/intake/intake.js';
import { Settings } from '../infra/config/settings.js';
import { CallerError } from '../infra/errors.js';
import { type Shape, shapeOf, stringOf } from './shape.js';
import { isSameWord } from './signature.js';
import { translate } from './translate.js';
import { WebhookSignatureGuard } from './webhook-signature.guard.js';

/** Where the WhatsApp platform talks to us. */
@Controller('webhook')
export class WebhookController {
  constructor(
    private readonly settings: Settings,
    private readonly intake: Intake,
  ) {}

  /** The platform asks whether this address is ours: the challenge comes back as plain text, or 403. */
  @Get()
  verify(@Query() query: Record<string, unknown>): string {
    const challenge = stringOf(query['hub.challenge']);
    const token = stringOf(query['hub.verify_token']);
    const expected = this.settings.VERIFY_TOKEN;
    if (challenge === undefined || token === undefined || expected === undefined) throw refused();
    if (query['hub.mode'] !== 'subscribe' || !isSameWord(token, expected)) throw refused();
    return challenge;
  }

  /** Answers when everything in the body is stored; any other answer makes the platform send it again. */
  @Post()
  @HttpCode(200)
  @RouteConfig({ rawBody: true })
  @UseGuards(WebhookSignatureGuard)
  async receive(@Body() body: unknown): Promise<{ status: 'received' }> {
    await this.intake.receive(translate(parse(body), this.settings.WHATSAPP_PHONE_NUMBER_ID));
    return { status: 'received' };
  }
}

const refused = (): CallerError =>
  new CallerError(403, 'hub.mode, hub.verify_token or hub.challenge is missing or wrong');

function parse(body: unknown): Shape {
  const payload = shapeOf(parseJson(body));
  if (payload === undefined) throw new CallerError(400, 'The body must be a JSON object');
  return payload;
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
