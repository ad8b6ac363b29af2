import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { OWNERS, type Owner } from '../conversation/owner/owner.js';
import { CustomerDto } from './customer.dto.js';

export class TakeoverDto extends CustomerDto {
  /** Takes the conversation from a colleague who holds it. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class DraftDto {
  /** In place of what the assistant wrote. */
  @IsOptional()
  @IsString()
  @Matches(/\S/, { message: 'message must not be empty' })
  @MaxLength(16_384)
  message?: string | null;
}

export class AssistantModeDto extends CustomerDto {
  /** Null leaves it to the settings. */
  @IsIn(['auto', 'draft', null])
  mode: 'auto' | 'draft' | null;
}

export class ApprovalDto {
  /** In place of those that the assistant proposed. */
  @IsOptional()
  @IsObject()
  arguments?: Record<string, unknown>;
}

export class RefusalDto {
  /** The assistant reads it. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
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
