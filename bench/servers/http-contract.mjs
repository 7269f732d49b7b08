// node:http with a receiver by hand that keeps our contract.
import { contractReceiver } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

serve(
  contractReceiver(() => void handled++),
  () => handled,
);
