// Express with a receiver by hand that keeps our contract, mounted as this package is.
import { express } from '../express.mjs';
import { contractReceiver } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const receiver = contractReceiver(() => void handled++);

serve(express().use('/tencent-callback', receiver), () => handled);
