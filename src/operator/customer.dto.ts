import { Transform } from 'class-transformer';
import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { USER_ID } from '../conversation/identity/alias.js';
import { asPhone, OWN_ID, PHONE } from './customer-reference.js';

/** One of the three names a customer; the others may be null. */
export class CustomerDto {
  @ValidateIf(({ conversationId, userId, phone }: CustomerDto) => phone != null || (conversationId ?? userId) == null)
  @Transform(({ value }: { value: unknown }) => asPhone(value))
  @Matches(PHONE, { message: 'phone must be 5 to 20 digits in international form' })
  phone?: string | null;

  @IsOptional()
  @Matches(OWN_ID, { message: 'conversationId must be the id of a conversation' })
  conversationId?: string | null;

  @IsOptional()
  @Matches(USER_ID, { message: 'userId must be a business-scoped user id such as US.13491208655302741918' })
  userId?: string | null;
}
