import type { Config } from './config';
import { sampleCurl } from './sample-curl';

/** What is printed once the app listens: where to look first. */
export const greeting = (url: string, config: Config): string => {
  const callbackUrl = `${url}/tencent-callback`;
  return `
The board:    ${url}
Callback URL: ${callbackUrl}
${howKept(config)}
${config.isDemo ? aboutDemo : aboutCurl(callbackUrl, config)}
`;
};

const howKept = ({ redisUrl }: Config): string =>
  redisUrl === undefined
    ? 'Events are stored before they are acknowledged.'
    : 'Events are queued in Redis before they are acknowledged, and stored by the worker: npm run worker';

const aboutDemo = 'Demo traffic is being played, so that there is something to see. To turn it off: DEMO=off npm start';

const aboutCurl = (callbackUrl: string, config: Config): string => `\
Try it with a sample of Tencent's${config.token === undefined ? '' : ' (signed, so valid for 60 seconds from now)'}:

${sampleCurl(callbackUrl, config)}`;
