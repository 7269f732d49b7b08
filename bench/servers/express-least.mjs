// Express with the least that does the work by hand, mounted as this package is.
import { express } from '../express.mjs';
import { leastReceiver } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const receiver = leastReceiver(() => void handled++);

serve(express().use('/tencent-callback', receiver), () => handled);
