import compression from 'compression';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import express from '../express.mjs';
import { webhooks } from '../webhooks.mjs';

const app = express();
app.use(helmet());
app.use(compression({ threshold: 0 }));
app.use(rateLimit({ limit: 1000 }));
app.use(session({ secret: 'secret', resave: false, saveUninitialized: true }));
app.use('/tencent-callback', webhooks);

export const server = app.listen(0, '127.0.0.1');
