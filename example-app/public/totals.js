import { html } from './lit-html/lit-html.js';

const total = (name, value, more) => html`
  <div>
    <dt>${name}</dt>
    <dd>${value.toLocaleString('en')}<small>${more}</small></dd>
  </div>
`;

export const totals = ({ rooms, online, events, eventsLastMinute, giftsAllowed, giftsDenied, refusals }) => html`
  ${total('Rooms live', rooms)} ${total('Members on-line', online)}
  ${total('Events kept', events, `${eventsLastMinute.toLocaleString('en')} in the last minute`)}
  ${total('Gifts allowed', giftsAllowed, `${giftsDenied.toLocaleString('en')} denied`)}
  ${total('Deliveries refused', refusals)}
`;
