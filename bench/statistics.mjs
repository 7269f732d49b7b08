export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

export const median = (numbers) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
};

/** The median, and in brackets the least and the greatest: `1.23 (1.20–1.31)`. */
export const spread = (numbers, digits) => {
  const [middle, least, greatest] = [median(numbers), Math.min(...numbers), Math.max(...numbers)];
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}–${greatest.toFixed(digits)})`;
};

/** The least of the numbers that so many per cent of them do not exceed. */
export const percentile = (numbers, percent) =>
  numbers.toSorted((one, other) => one - other)[Math.max(0, Math.ceil((numbers.length * percent) / 100) - 1)];
