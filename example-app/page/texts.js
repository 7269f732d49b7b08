import { signal } from './signals-core/signals-core.mjs';
import { chineseFailures } from './failures.zh.js';
import { english } from './texts.en.js';
import { chinese } from './texts.zh.js';

export const languages = { en: english, zh: chinese };

const remembered = localStorage.getItem('language');
const preferred =
  navigator.languages.some((language) => language.startsWith('zh')) && !navigator.languages[0]?.startsWith('en')
    ? 'zh'
    : 'en';

export const locale = signal(remembered in languages ? remembered : preferred);

export const setLanguage = (language) => {
  localStorage.setItem('language', language);
  locale.value = language;
};

/** What a failure means, where the language is not that of the reply, which says it with its details. */
export const failureText = (type) => (locale.value === 'zh' ? chineseFailures[type] : undefined);

/** A text of the present language. `{name}` in it stands for the parameter of that name. */
export const t = (key, parameters = {}) => {
  const text = languages[locale.value][key] ?? english[key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (_whole, name) => String(parameters[name] ?? ''));
};
