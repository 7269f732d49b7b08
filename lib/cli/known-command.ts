import { assertKnown } from '../assert';
import { catalogue, type CommandName } from '../commands';
import { Usage } from './usage';

export const commandNames = Object.keys(catalogue) as readonly CommandName[];

/** Throws {@link Usage}, with the nearest name, unless Tencent has this command. */
export const checkCommand: (name: string, known?: readonly string[]) => asserts name is CommandName = (
  name,
  known = commandNames,
) => {
  try {
    assertKnown('There is no command', name, known);
  } catch (error) {
    throw new Usage((error as Error).message);
  }
};
