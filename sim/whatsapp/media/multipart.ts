/** One field of a form; `type` as the sender declared it. */
export interface FormPart {
  type: string | null;
  bytes: Buffer;
}

const MOST_PARTS = 20;
const LONGEST_HEAD = 8_192;
const CRLF = '\r\n';

/**
 * Reads a `multipart/form-data` body that is in memory already; the first of two fields of one name counts.
 * @returns null for what is no such form, has more than 20 fields, or heads over 8 KiB.
 */
export function readForm(contentType: string | undefined, body: Buffer): Map<string, FormPart> | null {
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  if (boundary === null) return null;
  const delimiter = `--${boundary[1] ?? boundary[2]}`;
  const parts = new Map<string, FormPart>();
  let at = body.indexOf(delimiter);
  for (let count = 0; at !== -1 && count <= MOST_PARTS; count++) {
    const begin = at + delimiter.length;
    if (body.subarray(begin, begin + 2).toString('latin1') === '--') return parts;
    at = body.indexOf(CRLF + delimiter, begin);
    const read = at === -1 ? null : readPart(body.subarray(begin, at));
    if (read === null) return null;
    at += CRLF.length;
    if (!parts.has(read.name)) parts.set(read.name, read.part);
  }
  return null;
}

/** From the line break after the delimiter to the end of the content. */
function readPart(part: Buffer): { name: string; part: FormPart } | null {
  const headEnd = part.indexOf(CRLF + CRLF);
  if (headEnd === -1 || headEnd > LONGEST_HEAD) return null;
  const head = part.subarray(0, headEnd).toString('utf8');
  const name = /^content-disposition:\s*form-data;.*?\bname="([^"]*)"/im.exec(head)?.[1];
  const type = /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1] ?? null;
  return name === undefined ? null : { name, part: { type, bytes: part.subarray(headEnd + 2 * CRLF.length) } };
}
