import { html } from './lit-html/lit-html.js';

/** How long ago, in words that change about as often as one looks. */
export const ago = (at, now) => {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
  const words =
    seconds < 2
      ? 'now'
      : seconds < 60
        ? `${seconds} s ago`
        : seconds < 3600
          ? `${Math.floor(seconds / 60)} min ago`
          : seconds < 86_400
            ? `${Math.floor(seconds / 3600)} h ago`
            : `${Math.floor(seconds / 86_400)} d ago`;
  return html`<time datetime=${at} title=${at}>${words}</time>`;
};
