/** Why the app does not start, in one sentence that names the fix. */
export class StartupError extends Error {}
