// node:http with the least that does the work by hand.
import { leastReceiver } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

serve(
  leastReceiver(() => void handled++),
  () => handled,
);
