import { curlCommand } from './board/commands';
import type { Config } from './config';

/** What is printed once the app listens: where to look first. */
export const greeting = (boardUrl: string, callbackUrl: string, config: Config): string => `
The board:    ${boardUrl}
Callback URL: ${callbackUrl}
${storage(config)}
${config.isDemo ? demo : firstRequest(callbackUrl, config)}
`;

const storage = ({ isQueued }: Config): string =>
  !isQueued
    ? 'Events are stored before they are acknowledged.'
    : 'Events are queued before they are acknowledged, and stored by the worker: npm run worker';

const demo = 'Demo traffic is being played, so that there is something to see. To turn it off: DEMO=off npm start';

const firstRequest = (callbackUrl: string, config: Config): string => `\
Try it with a sample of Tencent's${config.token === false ? '' : ' (signed, so valid for 60 seconds from now)'}:

${curlCommand({ callbackUrl, config }, 'Mic.CallbackAfterSeatInfoChanged')}`;
