import path from 'node:path';

/** `faq/delivery-times.md` is about "delivery times". */
export const titleOf = (name: string): string =>
  path
    .parse(name)
    .name.replaceAll(/[-_.]+/g, ' ')
    .trim();
