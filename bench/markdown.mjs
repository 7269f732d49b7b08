/** A table: the first column to the left, the others to the right. */
export const table = (...rows) => {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => String(row[column]).length)));
  const line = (row) => `| ${row.map((cell, column) => pad(String(cell), widths[column], column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head, ...body] = rows;
  return [line(head), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
};

const pad = (cell, width, column) => (column === 0 ? cell.padEnd(width) : cell.padStart(width));
