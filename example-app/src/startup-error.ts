/** Why the app does not start, in a sentence for whoever starts it. */
export class StartupError extends Error {}
