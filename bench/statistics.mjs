/** Median, least and greatest of some numbers. */
export const summary = (numbers) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { median, least: sorted[0], greatest: sorted.at(-1) };
};

/** `1.23 (1.20 to 1.31)` */
export const spread = (numbers, digits) => {
  const { median, least, greatest } = summary(numbers);
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${greatest.toFixed(digits)})`;
};
