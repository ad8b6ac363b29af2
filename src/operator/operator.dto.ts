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
import { OWNERS, type Owner } from '../conversation/owner/owner.js';

/** Digits with or without a plus; spaces and dashes that people type are dropped. */
const asPhone = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.replace(/[\s()-]/g, '').replace(/^\+/, '') : value;

export class PhoneDto {
  @Transform(asPhone)
  @Matches(/^\d{5,20}$/, { message: 'phone must be 5 to 20 digits in international form' })
  phone: string;
}

export class TakeoverDto extends PhoneDto {
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

export class OperatorMessageDto extends PhoneDto {
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
