import type { CommandName, EventOf } from '../../commands';

/** Something that happens in a room, as the request that tells of it. */
export interface Happening {
  readonly command: CommandName;
  /** JSON, as Tencent writes it. */
  readonly body: string;
  /** Of what waits for a verdict: what follows once it is allowed. */
  readonly whenAllowed?: ((at: number) => Happening | undefined) | undefined;
}

/** A happening with the fields that its command's page lists. */
export const happening = <Name extends CommandName>(
  command: Name,
  fields: Omit<EventOf<Name>, 'CallbackCommand'>,
  whenAllowed?: Happening['whenAllowed'],
): Happening => ({ command, body: write({ CallbackCommand: command, ...fields }), whenAllowed });

/**
 * Accounts of eighteen digits become bare integers, which Tencent sends and `JSON.stringify` cannot write. Nothing else
 * in these bodies is a string of that many digits.
 */
const write = (body: object): string => JSON.stringify(body).replaceAll(/"(\d{18})"/g, '$1');

/** Unix seconds. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
