/** Loads a module and all that it imports as a process that has just started does: with no state, and with mocks set by now. */
export const loadAnew = <Module>(load: () => Module): Module => {
  const loaded: Module[] = [];
  jest.isolateModules(() => loaded.push(load()));
  const [module] = loaded;
  if (module === undefined) throw new Error('nothing was loaded');
  return module;
};
