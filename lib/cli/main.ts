#!/usr/bin/env node
import { processIo } from './process-io';
import { runProgram } from './program';

// Takes the arguments, of which one may be the token, off the list of processes.
process.title = 'tencent-live-webhooks';

void runProgram(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
