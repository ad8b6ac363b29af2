import { Equals, IsOptional, ValidateIf } from 'class-validator';
import { CustomerDto } from '../customer.dto.js';
import { Alone, faultOfHeaderFile, Frame, Message, needsWords } from './beside.js';
import { ContactDto, MOST_CONTACTS } from './contacts.dto.js';
import { ButtonDto, CtaUrlDto, faultOfButtons, ListDto, MOST_BUTTONS } from './interactive.dto.js';
import { LocationDto } from './location.dto.js';
import { MediaDto } from './media.dto.js';
import { Part, Parts } from './parts.js';
import { ReactionDto } from './reaction.dto.js';
import { Rule } from './rule.js';
import { TemplateDto } from './template.dto.js';
import { faultOfWords } from './text-rules.js';

/** What an operator says: words, or one of the kinds below. `null` is as good as leaving a field out. */
export class OperatorMessageDto extends CustomerDto {
  @ValidateIf((asked: OperatorMessageDto) => asked.message != null || needsWords(asked))
  @Message()
  message?: string | null;

  /** Platform id of the message to quote. */
  @IsOptional()
  @Rule('quote', (id, { reaction }: OperatorMessageDto) =>
    reaction == null ? faultOfWords(id, 255) : 'cannot stand beside reaction, which names its message itself',
  )
  messageId?: string | null;

  /** A file by itself, or the header of `buttons`, `cta_url` and `template`. */
  @IsOptional()
  @Alone('media')
  @Rule('header file', (media, asked: OperatorMessageDto) => faultOfHeaderFile(Object(media), asked))
  @Part(() => MediaDto)
  media?: MediaDto | null;

  /** A place by itself, or the header of `template`. */
  @IsOptional()
  @Alone('location')
  @Part(() => LocationDto)
  location?: LocationDto | null;

  @IsOptional()
  @Alone('contacts')
  @Parts(() => ContactDto, MOST_CONTACTS)
  contacts?: ContactDto[] | null;

  @IsOptional()
  @Alone('buttons')
  @Rule('distinct', faultOfButtons)
  @Parts(() => ButtonDto, MOST_BUTTONS)
  buttons?: ButtonDto[] | null;

  @IsOptional()
  @Alone('list')
  @Part(() => ListDto)
  list?: ListDto | null;

  @IsOptional()
  @Alone('cta_url')
  @Part(() => CtaUrlDto)
  cta_url?: CtaUrlDto | null;

  /** Asks the customer where they are. */
  @IsOptional()
  @Alone('location_request')
  @Equals(true, { message: '$property must be true' })
  location_request?: true | null;

  @IsOptional()
  @Frame('header')
  header?: string | null;

  @IsOptional()
  @Frame('footer')
  footer?: string | null;

  @IsOptional()
  @Alone('reaction')
  @Part(() => ReactionDto)
  reaction?: ReactionDto | null;

  @IsOptional()
  @Alone('template')
  @Part(() => TemplateDto)
  template?: TemplateDto | null;
}
