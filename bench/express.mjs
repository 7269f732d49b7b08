/** Express 5, or in a process with EXPRESS=express4 the one before. */
export const { default: express } = await import(process.env.EXPRESS ?? 'express');
