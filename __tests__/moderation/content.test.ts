import { contentOf } from '../../example-app/src/moderation/content';
import { createTimeFormat } from '../../example-app/src/moderation/time';

test('a message is shown with its texts whole and its other elements as words', () => {
  const element = (MsgType: string, MsgContent = {}) => ({ MsgType, MsgContent });
  expect(
    contentOf([
      element('TIMTextElem', { Text: '  red <b>packet</b>\n' }),
      element('TIMFaceElem'),
      element('TIMImageElem'),
      element('TIMSoundElem'),
      element('TIMVideoFileElem'),
      element('TIMFileElem'),
      element('TIMLocationElem'),
      element('TIMCustomElem', { Text: 'not shown' }),
      element('TIMRelayElem'),
      element('TIMNewElem'),
    ]),
  ).toBe('  red <b>packet</b>\n [face] [image] [sound] [video] [file] [location] [custom] [forwarded] [TIMNewElem]');
  expect(contentOf([element('TIMTextElem', { Text: 'only text' })])).toBe('only text');
  expect(contentOf([])).toBe('');
});

test.each([
  ['UTC', '2026-06-30T14:30:00.000Z', '2026-06-30 14:30:00.000'],
  ['Asia/Shanghai', '2026-06-30T16:00:00.007Z', '2026-07-01 00:00:00.007'],
  ['America/New_York', '2026-01-01T04:59:59.999Z', '2025-12-31 23:59:59.999'],
])('a time in %s has 23 characters', (zone, time, shown) => {
  const format = createTimeFormat(zone);
  expect(format(new Date(time))).toBe(shown);
  expect(shown).toHaveLength(23);
});
