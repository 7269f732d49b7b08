// What a careful user writes without this package: express.json(), five checks by hand, res.json.
import { express } from '../express.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const commands = new Set(['Live.CallbackAfterMemberStateChanged', 'Live.CallbackAfterDestroyRoom']);
const refuse = (res, info) => res.json({ ActionStatus: 'FAIL', ErrorInfo: info, ErrorCode: 1 });

const app = express();
app.post('/tencent-callback', express.json(), (req, res) => {
  const { CallbackCommand, RoomId, MemberList, EventTime } = req.body;
  if (req.query.SdkAppid !== '1400000001') return refuse(res, 'another application');
  if (!commands.has(CallbackCommand)) return refuse(res, 'unknown command');
  if (typeof RoomId !== 'string') return refuse(res, 'RoomId');
  if (!Array.isArray(MemberList)) return refuse(res, 'MemberList');
  if (typeof EventTime !== 'number') return refuse(res, 'EventTime');
  handled++;
  res.json({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
});

serve(app, () => handled);
