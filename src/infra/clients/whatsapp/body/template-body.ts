import type {
  FileToSend,
  PlaceToSend,
  TemplateButtonValue,
  TemplateToSend,
  TemplateValue,
} from '../outgoing-content.js';
import { fileBody, placeBody } from './file-body.js';

/** What stands under `template`. Source: Cloud API, template messages. */
export function templateBody({ name, language, header, body, buttons = [] }: TemplateToSend): object {
  const components = [
    ...(header === undefined ? [] : [{ type: 'header', parameters: headerParameters(header) }]),
    ...(body === undefined ? [] : [{ type: 'body', parameters: body.map(textParameter) }]),
    ...buttons.map(buttonComponent),
  ];
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
}

const headerParameters = (header: TemplateValue[] | FileToSend | PlaceToSend): object[] => {
  if (Array.isArray(header)) return header.map(textParameter);
  if (header.type === 'location') return [{ type: 'location', location: placeBody(header) }];
  return [{ type: header.type, [header.type]: fileBody(header) }];
};

const textParameter = ({ name, text }: TemplateValue): object => ({
  type: 'text',
  ...(name === undefined ? {} : { parameter_name: name }),
  text,
});

const buttonComponent = ({ index, kind, text }: TemplateButtonValue): object => ({
  type: 'button',
  sub_type: kind,
  index: String(index),
  parameters: [kind === 'url' ? { type: 'text', text } : { type: 'coupon_code', coupon_code: text }],
});
