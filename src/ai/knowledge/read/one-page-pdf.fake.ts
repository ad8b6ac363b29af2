interface PrintedLine {
  text: string;
  size: number;
  /** Points between this line and the one above; a little more than its size where it is left out. */
  gap?: number;
}

/** A PDF of one page with these lines, as any program would write it. */
export function onePagePdf(lines: readonly PrintedLine[]): Uint8Array {
  const shown = lines.map(({ text, size, gap = size * 1.2 }) => `/F1 ${size} Tf 0 -${gap} Td (${escaped(text)}) Tj`);
  const content = `BT 50 800 Td ${shown.join('\n')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, 'latin1');
}

const escaped = (text: string): string => text.replaceAll(/[\\()]/g, String.raw`\$&`);
