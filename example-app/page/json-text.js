/** A text, a number or a word, or one of the signs of JSON. */
const token = /"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\],:]/g;
const longest = 100_000;

/**
 * JSON with line breaks and indentation, each of its tokens as it stands: `JSON.parse` would round account ids. What is
 * no JSON is given back as it is.
 */
export const indented = (text) => {
  if (!isJson(text)) return text;
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return (text.slice(0, longest).match(token) ?? [])
    .map((part, index, parts) => {
      if (part === '{' || part === '[') {
        depth += 1;
        return parts[index + 1] === '}' || parts[index + 1] === ']' ? part : part + line();
      }
      if (part === '}' || part === ']') {
        depth = Math.max(0, depth - 1);
        return parts[index - 1] === '{' || parts[index - 1] === '[' ? part : line() + part;
      }
      if (part === ',') return part + line();
      return part === ':' ? ': ' : part;
    })
    .join('');
};

const isJson = (text) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
