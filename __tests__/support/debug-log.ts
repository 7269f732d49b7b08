import { loadAnew } from './load-anew';

/** What modules that were loaded by {@link loadWithDebugLog} have written to the debug log. */
export const debugLines: string[] = [];

/** Loads a module as in a process whose `NODE_DEBUG` names this package, or another. */
export const loadWithDebugLog = <Module>(isDebugged: boolean, load: () => Module): Module => {
  const util = jest.requireActual<object>('node:util');
  const debuglog = (name: string) =>
    Object.assign((format: string, line: string) => void debugLines.push(`${name} ${format} ${line}`), {
      enabled: isDebugged,
    });
  jest.doMock('node:util', () => ({ ...util, debuglog }));
  const module = loadAnew(load);
  jest.dontMock('node:util');
  return module;
};
