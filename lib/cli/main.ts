#!/usr/bin/env node
import { processIo } from './process-io';
import { runProgram } from './program';

// Removes the arguments from the list of processes, because one of them may be the token.
process.title = 'tencent-live-webhooks';

void runProgram(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
