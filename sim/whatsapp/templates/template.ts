import { z } from 'zod';

const button = z.looseObject({
  type: z.string().min(1),
  text: z.string().max(25),
  url: z.string().max(2_000).optional(),
});
const component = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('HEADER'),
    format: z.enum(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']),
    text: z.string().max(60).optional(),
  }),
  z.looseObject({ type: z.literal('BODY'), text: z.string().min(1).max(1_024) }),
  z.looseObject({ type: z.literal('FOOTER'), text: z.string().max(60) }),
  z.looseObject({ type: z.literal('BUTTONS'), buttons: z.array(button).min(1).max(10) }),
]);

/** A message template as the platform lists it. Variables stand as `{{1}}`, or `{{name}}` where they are named. */
export const templateSchema = z.strictObject({
  id: z.string().regex(/^\d+$/).optional(),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().min(2).max(20),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).default('APPROVED'),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']).default('UTILITY'),
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z.array(component).min(1).max(10),
});

export type TemplateInput = z.input<typeof templateSchema>;
export type Template = z.output<typeof templateSchema> & { id: string };
type Component = Template['components'][number];
export type ComponentOf<T extends Component['type']> = Extract<Component, { type: T }>;

/** The component of this type, undefined where the template has none. */
export const componentOf = <T extends Component['type']>(template: Template, type: T): ComponentOf<T> | undefined =>
  template.components.find((one): one is ComponentOf<T> => one.type === type);

/** The variables of a text, each once, in their order. */
export const variablesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name)),
];

/** What an account has at first. */
export const SAMPLE_TEMPLATES: TemplateInput[] = [
  {
    name: 'hello_world',
    language: 'en_US',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
      { type: 'BODY', text: 'Welcome and congratulations!! This message shows that you can send templates.' },
      { type: 'FOOTER', text: 'WhatsApp Business Platform sample message' },
    ],
  },
  {
    name: 'order_update',
    language: 'en_US',
    components: [
      {
        type: 'BODY',
        text: 'Hello {{1}}, your order {{2}} is on its way.',
        example: { body_text: [['Ann', '4711']] },
      },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track it', url: 'https://shop.example/orders/{{1}}' }] },
    ],
  },
  {
    name: 'appointment_reminder',
    language: 'en',
    parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'See you on {{day}}' },
      {
        type: 'BODY',
        text: 'Hello {{customer_name}}, we expect you at {{time}}.',
        example: {
          body_text_named_params: [
            { param_name: 'customer_name', example: 'Ann' },
            { param_name: 'time', example: '10:30' },
          ],
        },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'I will be there' },
          { type: 'QUICK_REPLY', text: 'Another day' },
        ],
      },
    ],
  },
];
