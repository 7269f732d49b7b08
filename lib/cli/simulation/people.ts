/** How many people belong to a room: its hosts and its audience. */
const castSize = 48;

/** How many of them take turns as its host. */
export const hostsPerRoom = 3;

const names = ['mei', 'ada', 'tomas', 'yuki', 'omar', 'lena', 'jo-ann', 'li_wei', 'sofia', 'kwame', 'ivy', 'raj'];

/** Beyond 2^53 and odd, as in Tencent's samples: whoever reads it as a number gets somebody else. */
const firstNumericAccount = 144115233775727695n;

/** The accounts that take part in a room. Every other one is a number of eighteen digits. */
export const castOf = (room: number): readonly string[] =>
  Array.from({ length: castSize }, (_, index) => {
    const number = room * castSize + index;
    return index % 2 === 0
      ? String(firstNumericAccount + 2n * BigInt(number))
      : `${names[number % names.length]}${number}`;
  });

/** What hosts call their rooms; users type anything. */
export const roomNames: readonly string[] = [
  'Sunday piano',
  '<script>alert("live")</script>',
  '深夜电台 🎧',
  "Tom & Ana's kitchen",
  'Retro games, no "spoilers"',
  'Learn Swahili with Kwame',
  'Стрим без названия',
  'Morning yoga',
];

/** What the audience writes. */
export const messages: readonly string[] = [
  'hello!',
  '晚上好',
  'play it again',
  '👏👏👏',
  '<b>bold?</b>',
  'where are you from?',
  'who is next?',
];

/** What can be given, and what one of it costs. */
export const gifts: readonly { readonly GiftId: string; readonly Coins: number }[] = [
  { GiftId: 'rose', Coins: 1 },
  { GiftId: 'heart', Coins: 10 },
  { GiftId: 'cake', Coins: 99 },
  { GiftId: 'sports-car', Coins: 1200 },
  { GiftId: 'rocket', Coins: 9000 },
];
