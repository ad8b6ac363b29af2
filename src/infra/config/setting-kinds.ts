import { Transform } from 'class-transformer';
import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

export const toNumber = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? Number(value) : value);
export const toList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : value;
export const toFlag = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
export const lower = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;

/** A base URL; loopback and bare host names are allowed, because stand-ins and clusters use them. */
export const BaseUrl = (...protocols: string[]) =>
  IsUrl({ protocols, require_protocol: true, require_tld: false, require_valid_protocol: true });
/** A whole number within bounds, read from its text. */
export const WholeNumber =
  (min: number, max: number): PropertyDecorator =>
  (target, key) => {
    Transform(toNumber)(target, key);
    IsInt()(target, key);
    Min(min)(target, key);
    Max(max)(target, key);
  };

const HOST = /^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,63}$/;

export const HostNames = () =>
  Matches(HOST, {
    each: true,
    message: ({ property }) =>
      `${property} must be host names in small letters, without scheme and path: shop.example,carrier.example`,
  });
