/** A file that a request shows the model. */
export interface SeenFile {
  mimeType: string;
  bytes: Buffer;
}

/**
 * What the stand-in reads or hears in a file: the line after `says:`, wherever that stands in its bytes; in the made-up
 * files of the simulator a fixed sentence; else null.
 */
export function wordsIn({ bytes }: SeenFile): string | null {
  const text = bytes.toString('utf8');
  const said = /says:[ \t]*([^\n\0]{1,4000})/.exec(text)?.[1]?.trim();
  if (said) return said;
  return text.includes('simulated simulated') ? 'This is a simulated recording.' : null;
}
