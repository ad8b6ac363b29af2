import type { TemplateRequest } from '../../conversation/templates/template-request.js';
import type { FileToSend, OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import type { OperatorMessageDto } from './operator-message.dto.js';

/** A checked request whose file can be sent as it is. */
export type Asked = Omit<OperatorMessageDto, 'media'> & { media?: FileToSend | null };

/** What a checked request asks to say, where that is no template. */
export function contentIn(asked: Asked): OutgoingContent {
  const { message, media, location, contacts, buttons, list, cta_url: link, reaction } = withoutNulls(asked);
  const text = message ?? '';
  if (location) return { type: 'location', ...location };
  if (contacts) return { type: 'contacts', contacts };
  if (reaction) return { type: 'reaction', ...reaction };
  if (asked.location_request) return { type: 'location_request', text };
  if (list) return { type: 'list', text, ...frameOf(asked), ...list };
  if (buttons) return { type: 'buttons', text, ...frameOf(asked), ...headerOf(media), buttons };
  if (link) return { type: 'cta_url', text, ...frameOf(asked), ...headerOf(media), ...link };
  return media ? fileWith(media, message) : { type: 'text', text };
}

/** The template that a checked request asks for; a file or a place beside it is its header. */
export function templateIn(asked: Asked): TemplateRequest | null {
  const { template, media, location } = withoutNulls(asked);
  if (!template) return null;
  const { name, language, variables = {} } = template;
  const place = location ? ({ type: 'location', ...location } as const) : null;
  return { name, language, variables, header: media ? fileWith(media) : place };
}

const frameOf = ({ header, footer }: Asked): { header?: string; footer?: string } => ({
  ...(header == null ? {} : { header }),
  ...(footer == null ? {} : { footer }),
});

const headerOf = (media: FileToSend | undefined): { header?: FileToSend } => (media ? { header: fileWith(media) } : {});

/** The words beside a file are its caption. */
function fileWith({ caption, ...file }: FileToSend, message?: string): FileToSend {
  const words = message ?? caption;
  return words ? { ...file, caption: words } : file;
}

type WithoutNulls<T> = T extends (infer Item)[]
  ? WithoutNulls<Item>[]
  : T extends object
    ? { [Key in keyof T]: WithoutNulls<Exclude<T[Key], null>> }
    : T;

/** Callers write `null` for what they leave out, at any depth; the platform does not take it. */
const withoutNulls = <T extends object>(value: T): WithoutNulls<T> =>
  JSON.parse(JSON.stringify(value, (_, member: unknown) => member ?? undefined)) as WithoutNulls<T>;
