/* The Express that the environment names, so that each server file serves Express 4 and Express 5. */
export default (await import(process.env.EXPRESS)).default;
