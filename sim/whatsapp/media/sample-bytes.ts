/** How files of each kind begin, so that a receiver that looks at the bytes finds what the type promises. */
const BEGINNINGS: Record<string, Buffer> = {
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'image/webp': Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'),
  'image/gif': Buffer.from('GIF89a', 'latin1'),
  'video/mp4': Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  'video/3gpp': Buffer.from('\0\0\0\x14ftyp3gp4', 'latin1'),
  'audio/mp4': Buffer.from('\0\0\0\x18ftypM4A ', 'latin1'),
  'audio/mpeg': Buffer.from('ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64', 'latin1'),
  'audio/ogg': Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead', 'latin1'),
  'audio/amr': Buffer.from('#!AMR\n', 'latin1'),
  'audio/aac': Buffer.from('fff15080', 'hex'),
  'application/pdf': Buffer.from('%PDF-1.7\n', 'latin1'),
};

/** The type without its parameters: `audio/ogg` of `audio/ogg; codecs=opus`. */
export const bareType = (mimeType: string): string => (mimeType.split(';')[0] ?? '').trim().toLowerCase();

/** The filling after the beginning; a medium of any size is made of it, so that large ones take no memory. */
const FILLING = Buffer.alloc(64 * 1_024, 'simulated ');

/** `size` bytes that begin as a file of this type does, piece by piece. The same call gives the same bytes. */
export function* sampleBytes(mimeType: string, size: number): Generator<Buffer> {
  const beginning = BEGINNINGS[bareType(mimeType)] ?? Buffer.alloc(0);
  if (size > 0) yield beginning.subarray(0, size);
  for (let left = size - beginning.length; left > 0; left -= FILLING.length) yield FILLING.subarray(0, left);
}
