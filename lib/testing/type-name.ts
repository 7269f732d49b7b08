/** What kind of value it is, with its article, for a message. Never its content, which may be a secret. */
export const typeName = (value: unknown): string => {
  if (value === undefined || value === null || Number.isNaN(value)) return String(value);
  if (value === '') return 'an empty string';
  const name = typeof value === 'object' ? nameOfClass(value) : typeof value;
  return `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`;
};

const nameOfClass = (value: object): string => Object.prototype.toString.call(value).slice('[object '.length, -1);
