/** What the beginning of a WebP image says; sides in pixels. */
export interface Webp {
  width: number;
  height: number;
  isAnimated: boolean;
}

/** Bytes in which all of it stands. */
const LENGTH = 30;
const SIDE_MASK = 0x3fff;
const ANIMATION_FLAG = 0x02;

/** Reads the three forms of WebP; null for what is none. Source: WebP container specification. */
export function readWebp(head: Buffer): Webp | null {
  if (head.length < LENGTH || head.toString('latin1', 8, 12) !== 'WEBP') return null;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return {
        width: head.readUIntLE(24, 3) + 1,
        height: head.readUIntLE(27, 3) + 1,
        isAnimated: (head.readUInt8(20) & ANIMATION_FLAG) !== 0,
      };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & SIDE_MASK) + 1, height: ((bits >> 14) & SIDE_MASK) + 1, isAnimated: false };
    }
    case 'VP8 ':
      return {
        width: head.readUInt16LE(26) & SIDE_MASK,
        height: head.readUInt16LE(28) & SIDE_MASK,
        isAnimated: false,
      };
    default:
      return null;
  }
}
