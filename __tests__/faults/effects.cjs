'use strict';

const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

/** How often the events of a room fail. */
const failures = { 'fails twice': 2, 'fails always': Infinity };

/** The handlers of a worker process: their effect is a line in the ledger, a file that all append to. */
exports.createEffects = ({ ledger, name }) => {
  const note = (line) => appendFileSync(ledger, `${JSON.stringify({ ...line, by: name })}\n`);
  const handlers = {
    'Live.CallbackAfterMemberStateChanged': async ({ RoomId, MemberList }, { attempt }) => {
      await sleep(Math.random() * 8);
      note({ type: 'effect', account: MemberList[0].Member_Account, attempt });
      if (attempt <= (failures[RoomId] ?? 0)) throw new Error(`attempt ${attempt} found the database away`);
      // Long enough to be killed between the effect and the end of its job.
      await sleep(Math.random() * 8);
    },
  };
  const noteCompleted = (rawBody) => {
    const [, account] = /"Member_Account":(\d+)/.exec(rawBody);
    note({ type: 'completed', account });
  };
  return { handlers, noteCompleted };
};
