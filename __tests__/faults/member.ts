import { startChild, type Child, type ChildKind, type Settings } from './child';

/** A place in the fleet: a web or a worker process, or the one that was started after it died. */
export interface Member {
  readonly kind: 'web' | 'worker';
  /** The process that is at work; none while it is down. */
  current(): Child | undefined;
  start(): Promise<void>;
  /** Takes the process out of service before it dies. */
  kill(): Promise<void>;
}

export const member = (kind: 'web' | 'worker', name: string, settings: Settings, script: ChildKind = kind): Member => {
  let starts = 0;
  let child: Child | undefined;
  return {
    kind,
    current: () => child,
    start: async () => {
      starts += 1;
      child = await startChild(script, `${name}.${starts}`, settings);
    },
    kill: async () => {
      const dying = child;
      child = undefined;
      await dying?.kill();
    },
  };
};
