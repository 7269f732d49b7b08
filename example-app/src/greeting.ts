import type { Config } from './config';
import { sampleCurl } from './sample-curl';

/** What is printed once the app listens. */
export const greeting = (url: string, callbackUrl: string, config: Config): string => `
The board:    ${url}
${
  config.isDemo
    ? 'It shows demo traffic, made up and played by this app. To turn that off: DEMO=off npm start'
    : 'It shows what arrives at the callback URL.'
}

Callback URL: ${callbackUrl}
${
  config.redisUrl === undefined
    ? 'Events are stored before they are acknowledged.'
    : 'Events are queued in Redis before they are acknowledged; npm run worker handles them.'
}
Try it with a sample of Tencent's${config.token === undefined ? '' : ' (signed, so valid for 60 seconds from now)'}:

${sampleCurl(callbackUrl, config)}
`;
