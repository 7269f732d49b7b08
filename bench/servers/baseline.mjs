// What a careful user writes without this package: express.json(), five checks by hand, res.json.
import { express } from '../express.mjs';
import { problemOf, refuse } from '../five-checks.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const app = express();
app.post('/tencent-callback', express.json(), (req, res) => {
  const problem = problemOf(req);
  if (problem) return refuse(res, problem);
  handled++;
  res.json({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
});

serve(app, () => handled);
