// Express with the least that does the work by hand, and drops an event that it remembers in memory.
import express from 'express';
import { leastReceiver, onceInMemory } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const receiver = leastReceiver(onceInMemory(() => void handled++));

serve(express().use('/tencent-callback', receiver), () => handled);
