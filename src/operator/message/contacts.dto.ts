import { IsEmail, IsOptional, Matches } from 'class-validator';
import { Parts, Several } from './parts.js';
import { Line } from './text-rules.js';

/** What the platform is said to take. */
export const MOST_CONTACTS = 257;
const MOST_PHONES = 20;
const MOST_EMAILS = 20;

class ContactPhoneDto {
  @Line(64)
  phone: string;

  /** Such as `WORK`. */
  @IsOptional()
  @Line(32)
  type?: string;

  /** The phone as WhatsApp knows it: the customer may write to it with one tap. */
  @IsOptional()
  @Matches(/^\d{5,20}$/, { message: '$property must be 5 to 20 digits' })
  wa_id?: string;
}

export class ContactDto {
  @Line(1_000)
  name: string;

  @IsOptional()
  @Parts(() => ContactPhoneDto, MOST_PHONES)
  phones?: ContactPhoneDto[];

  @IsOptional()
  @IsEmail({}, { each: true })
  @Several(MOST_EMAILS)
  emails?: string[];

  @IsOptional()
  @Line(1_000)
  organization?: string;
}
