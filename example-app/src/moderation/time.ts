/** Writes a time as the Manager shows it: `2026-06-30 14:30:00.000`, in one zone. */
export const createTimeFormat = (timeZone: string): ((time: Date) => string) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const [year, month, day] = ['year', 'month', 'day'].map((name) => parts.get(name as 'year'));
    const [hour, minute, second] = ['hour', 'minute', 'second'].map((name) => parts.get(name as 'hour'));
    return `${year}-${month}-${day} ${hour}:${minute}:${second}.${parts.get('fractionalSecond')}`;
  };
};
