import * as t from 'io-ts';
import { after } from '../commands/command';
import type { Config, Route } from './config';

/** A body, and the command that it is. */
export interface MatchedBody {
  readonly route: Route;
  readonly body: unknown;
}

/**
 * Finds the command by the body's `CallbackCommand`: on some of Tencent's pages the URL's is another one. Where the body
 * names none, as in Chat's batches, the URL's decides.
 */
export const createMatcher =
  (config: Pick<Config, 'routes' | 'onUnknownCommand' | 'queueUnknown'>) =>
  (body: unknown, urlCommand: string): MatchedBody => {
    const bodyCommand = isObject(body) ? body['CallbackCommand'] : undefined;
    const name = typeof bodyCommand === 'string' ? bodyCommand : urlCommand;
    const route = config.routes.get(name);
    if (!route) return { route: createUnknownRoute(name, config), body };
    // Every codec of the catalogue expects the name in the body.
    const isNameless = isObject(body) && bodyCommand === undefined;
    return { route, body: isNameless ? { ...body, CallbackCommand: urlCommand } : body };
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Stands in for the codec where no handler reads the event. */
export const anything = after(t.unknown);

const createUnknownRoute = (
  name: string,
  { onUnknownCommand, queueUnknown }: Pick<Config, 'onUnknownCommand' | 'queueUnknown'>,
): Route => {
  const route = { name, isKnown: false, command: anything };
  // A before-command wants a verdict at once, which no worker can give.
  if (queueUnknown && !isBeforeCommand(name)) {
    return { ...route, successType: 'queued', handler: queueUnknown, fallback: undefined };
  }
  // It may be one of Chat's before-commands, and a failure here is no reason to forbid the user's action.
  return { ...route, successType: 'unknown', handler: onUnknownCommand, fallback: 'allow' };
};

/** The name of every command of Tencent's that waits for a verdict contains this. */
const isBeforeCommand = (name: string): boolean => name.includes('.CallbackBefore');
