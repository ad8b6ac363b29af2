import { fileTypeFromBuffer } from 'file-type';
import { isUtf8 } from 'node:buffer';

/** What nobody looks into: offered for saving, never shown. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Bytes of a file's beginning by which its type is told. */
export const HEAD_LENGTH = 16_384;

/** One container holds several types, between which the bytes at the beginning do not decide; then the sender's word does. */
const CONTAINERS: readonly [found: RegExp, declared: RegExp][] = [
  [/^application\/x-cfb$/, /^application\/(?:msword|vnd\.ms-(?:excel|powerpoint|outlook))$/],
  [/^application\/zip$/, /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\.[\w.+-]+$/],
  [/^(?:video\/mp4|audio\/x-m4a)$/, /^audio\/mp4$/],
  [/^video\/3gpp$/, /^audio\/3gpp$/],
  [/^(?:application|video)\/ogg$/, /^audio\/ogg$/],
];

/**
 * What a file is, by its own bytes. The sender's word counts only where it names a kind of what was found, and for plain
 * text, which nothing marks. A file that is something else than it was said to be is kept as what it is: saving it
 * does no harm, and a person may need it.
 * @param head the beginning of the file, {@link HEAD_LENGTH} bytes where it has as many
 */
export async function mimeTypeOf(head: Uint8Array, declared: string | undefined): Promise<string> {
  const said = bareType(declared ?? '');
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (found === undefined) return said.startsWith('text/') && isText(head) ? 'text/plain' : UNKNOWN_TYPE;
  const type = bareType(found);
  return CONTAINERS.some(([container, kind]) => container.test(type) && kind.test(said)) ? said : type;
}

/** Without parameters: `audio/ogg` of `audio/ogg; codecs=opus`. */
const bareType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

/** The beginning may end inside a character, of four bytes at most. */
const isText = (head: Uint8Array): boolean =>
  !head.includes(0) && [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
