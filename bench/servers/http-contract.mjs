// node:http with the least that keeps our contract by hand.
import { contractReceiver } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

serve(
  contractReceiver(() => void handled++),
  () => handled,
);
