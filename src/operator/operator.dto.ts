import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { USER_ID } from '../conversation/identity/alias.js';
import { asPhone, CONVERSATION_ID, PHONE } from './customer-reference.js';
import { OWNERS, type Owner } from '../conversation/owner/owner.js';

/** One of the three names a customer; the others may be null. */
export class CustomerDto {
  @ValidateIf(({ conversationId, userId, phone }: CustomerDto) => phone != null || (conversationId ?? userId) == null)
  @Transform(({ value }: { value: unknown }) => asPhone(value))
  @Matches(PHONE, { message: 'phone must be 5 to 20 digits in international form' })
  phone?: string | null;

  @IsOptional()
  @Matches(CONVERSATION_ID, { message: 'conversationId must be the id of a conversation' })
  conversationId?: string | null;

  @IsOptional()
  @Matches(USER_ID, { message: 'userId must be a business-scoped user id such as US.13491208655302741918' })
  userId?: string | null;
}

export class TakeoverDto extends CustomerDto {
  /** Takes the conversation from a colleague who holds it. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class MediaDto {
  @IsIn(['image', 'video', 'audio', 'document', 'sticker'])
  type: 'image' | 'video' | 'audio' | 'document' | 'sticker';

  @ValidateIf((media: MediaDto) => media.link === undefined)
  @Matches(/^\d{1,64}$/, { message: 'media needs an id (digits) or a link' })
  id?: string;

  @ValidateIf((media: MediaDto) => media.id === undefined)
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true }, { message: 'media needs an id (digits) or a link' })
  link?: string;

  /** Source of the limit: Cloud API, media captions. */
  @IsOptional()
  @IsString()
  @MaxLength(1_024)
  caption?: string;

  @IsOptional()
  @IsString()
  @MaxLength(240)
  filename?: string;
}

export class OperatorMessageDto extends CustomerDto {
  /** Source of the limit: Cloud API, text body. May be left out where media is sent. */
  @ValidateIf(({ media, message }: OperatorMessageDto) => media == null || message != null)
  @IsString()
  @IsNotEmpty()
  @MaxLength(4_096)
  message?: string | null;

  /** Platform id of the message to quote. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  messageId?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => MediaDto)
  media?: MediaDto | null;
}

export class PageDto {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class ConversationPageDto extends PageDto {
  @IsOptional()
  @IsIn(OWNERS)
  owner?: Owner;
}

export class EventPageDto extends PageDto {
  /** The platform's name of the field, such as `account_update`. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  field?: string;

  /** Only what may keep messages from going out. */
  @IsOptional()
  @IsIn(['true', 'false'])
  alerts?: 'true' | 'false';
}
