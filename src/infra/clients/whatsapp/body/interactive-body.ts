import type {
  ButtonsToSend,
  Choice,
  FileToSend,
  LinkToSend,
  ListToSend,
  LocationRequest,
} from '../outgoing-content.js';
import { fileBody } from './file-body.js';

type Framed = ButtonsToSend | ListToSend | LinkToSend;

/** What stands under `interactive`. Source: Cloud API, interactive messages. */
export function interactiveBody(content: Framed | LocationRequest): object {
  const body = { text: content.text };
  switch (content.type) {
    case 'buttons':
      return { type: 'button', ...frameOf(content), body, action: { buttons: content.buttons.map(buttonBody) } };
    case 'list':
      return {
        type: 'list',
        ...frameOf(content),
        body,
        action: { button: content.button, sections: content.sections },
      };
    case 'cta_url': {
      const { display_text, url } = content;
      const action = { name: 'cta_url', parameters: { display_text, url } };
      return { type: 'cta_url', ...frameOf(content), body, action };
    }
    case 'location_request':
      return { type: 'location_request_message', body, action: { name: 'send_location' } };
  }
}

const frameOf = ({ header, footer }: Framed): object => ({
  ...(header === undefined ? {} : { header: headerBody(header) }),
  ...(footer === undefined ? {} : { footer: { text: footer } }),
});

const headerBody = (header: string | FileToSend): object =>
  typeof header === 'string' ? { type: 'text', text: header } : { type: header.type, [header.type]: fileBody(header) };

const buttonBody = ({ id, title }: Choice): object => ({ type: 'reply', reply: { id, title } });
