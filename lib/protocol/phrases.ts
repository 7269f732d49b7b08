import { chinese } from './chinese';

/** The words of one language on the protocol's page. */
export interface Phrases {
  readonly file: string;
  readonly title: string;
  readonly introduction: string;
  readonly otherLanguage: string;
  readonly headings: {
    readonly request: string;
    readonly signature: string;
    readonly reply: string;
    readonly unknown: string;
    readonly commands: string;
  };
  readonly request: string;
  readonly signature: string;
  readonly reply: string;
  readonly unknown: readonly string[];
  readonly columns: {
    readonly parameters: readonly string[];
    readonly commands: readonly string[];
    readonly fields: readonly string[];
    readonly codes: readonly string[];
    readonly cases: readonly string[];
  };
  readonly kinds: { readonly after: string; readonly before: string };
  readonly present: { readonly always: string; readonly sometimes: string };
  readonly types: {
    readonly string: string;
    readonly boolean: string;
    readonly integer: string;
    readonly id: string;
    readonly timestamp: string;
    readonly object: string;
    list(item: string): string;
    oneOf(values: string): string;
    open(values: string): string;
  };
  /** What separates the items of an enumeration. */
  readonly comma: string;
  alias(names: string): string;
  kind(kind: string): string;
  event(name: string): string;
  sources(sources: string): string;
  readonly verdicts: string;
  readonly contradictions: string;
  readonly sample: string;
  /** A docstring in this language. */
  readonly translate: (english: string) => string;
}

export const english: Phrases = {
  file: 'protocol.md',
  title: 'Protocol reference',
  otherLanguage: '[简体中文](./protocol.zh-CN.md)',
  introduction: `Every webhook of Tencent Cloud Live (TUILiveKit): its fields, units, editions and contradictions. This page is
generated from the codecs in \`lib/commands\` and their docstrings. The same contract for machines is packed as
\`tencent-live-webhooks/openapi.json\` (OpenAPI 3.1) and \`tencent-live-webhooks/schema/<command>.json\` (JSON Schema
2020-12); \`npx tencent-live-webhooks schema [command]\` prints it.

A source is a product number and a page number of Tencent's documentation, with the dates on which its editions were last
updated: 647 is TRTC, 1071 is Mobile Live Video Broadcasting, 1047 is Chat, and 269 is the domestic Chat. The pages of 647
are also at \`https://trtc.io/document/<page>\`. "Captured" are requests that somebody has left in public source code.`,
  headings: {
    request: 'The request',
    signature: 'The signature',
    reply: 'The reply',
    unknown: 'What no page says',
    commands: 'Commands',
  },
  request: `Tencent sends a POST with one JSON object in the body. No page promises a \`Content-Type\`. These parameters are in the
query string of the URL, in any order:`,
  signature: `\`Sign\` is the SHA-256 of the token followed by \`RequestTime\`, without a separator, as 64 lower-case hexadecimal digits. It
is not an HMAC. It covers neither the body nor the other parameters. For the token \`xxxxyyyy\` and the time \`1669872112\` it
is \`17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061\`. Refuse a request whose \`RequestTime\` differs from
your clock by more than 60 seconds in either direction. Tencent signs only if a token is set and enabled (page 647/64412).`,
  reply: `Reply with the HTTP status 200 and a JSON object. Any other status, and any other body, counts as a failure. Tencent
waits 2 seconds for a gift and for a message; no page states the limit of the other commands. All three fields are required:

| Field | Type | Meaning |
| --- | --- | --- |
| \`ActionStatus\` | string | \`OK\` if the webhook was handled, also if its verdict refuses the action; \`FAIL\` if handling it failed |
| \`ErrorCode\` | integer | 0; for a before-command, the verdict |
| \`ErrorInfo\` | string | text about the result, which may be empty |`,
  unknown: [
    'Whether and how often Tencent repeats a Live webhook. Chat never repeats a before-command, and repeats an after-command after a timeout only if that is switched on.',
    'What `ActionStatus` `FAIL` changes for an after-command.',
    'The source addresses of Live webhooks, the headers, the largest body, and the order of events.',
    'Whether `Group.*` and `Follow.*` are signed with the token of Live or of Chat.',
    'What identifies a delivery: there is no id. Chat adds an undocumented, unsigned `RequestID` or `RequestId` to the URL.',
  ],
  columns: {
    parameters: ['Parameter', 'Present', 'Meaning'],
    commands: ['Command', 'Kind', 'When', 'Page'],
    fields: ['Field', 'Type', 'Present', 'Meaning'],
    codes: ['`ErrorCode`', 'Meaning'],
    cases: ['`EventType`', 'When', '`EventInfo.Payload`'],
  },
  kinds: { after: 'after', before: 'before' },
  present: { always: 'always', sometimes: 'sometimes' },
  types: {
    string: 'string',
    boolean: 'boolean',
    integer: 'integer',
    id: 'id (string, or integer of any size)',
    timestamp: 'integer (or string of digits)',
    object: 'object',
    list: (item) => `array of ${item}`,
    oneOf: (values) => values,
    open: (values) => `string (${values}, or another word)`,
  },
  comma: ', ',
  alias: (names) => `Also called ${names}.`,
  kind: (kind) =>
    kind === 'before'
      ? 'Kind: **before**. The user’s action waits for the verdict.'
      : 'Kind: **after**. The answer changes nothing.',
  event: (name) => `Type of the event: \`${name}\`.`,
  sources: (sources) => `Sources: ${sources}.`,
  verdicts: 'The verdict in the reply:',
  contradictions: 'Editions and contradictions:',
  sample: "Tencent's sample:",
  translate: (text) => text,
};

export const chinesePhrases: Phrases = {
  file: 'protocol.zh-CN.md',
  title: '协议参考',
  otherLanguage: '[English](./protocol.md)',
  introduction: `腾讯云直播（TUILiveKit）的全部第三方回调：字段、单位、各版本文档的差异与矛盾。本页由 \`lib/commands\` 中的编解码器及其注释生成。
面向程序的同一份协议随包发布：\`tencent-live-webhooks/openapi.json\`（OpenAPI 3.1）和
\`tencent-live-webhooks/schema/<command>.json\`（JSON Schema 2020-12）；也可以用
\`npx tencent-live-webhooks schema [command]\` 打印。

来源写作“产品编号/页面编号”，括号内是各版本的最近更新时间：647 为实时音视频 TRTC，1071 为国际站移动直播，1047 为国际站即时通信 IM，
269 为国内站即时通信 IM。647 的页面也可以在 \`https://trtc.io/document/<page>\` 查看。“抓取的真实请求”来自他人公开源代码中留下的请求。`,
  headings: {
    request: '请求',
    signature: '签名',
    reply: '应答包',
    unknown: '文档没有说明的内容',
    commands: '回调命令',
  },
  request: `腾讯云以 POST 发送请求，请求包体为一个 JSON 对象。没有页面承诺 \`Content-Type\`。以下参数位于 URL 的查询字符串中，顺序不定：`,
  signature: `\`Sign\` 是鉴权 Token 与 \`RequestTime\` 直接拼接后的 SHA-256，为 64 位小写十六进制数字，不是 HMAC。签名不覆盖请求包体和其他参数。
鉴权 Token 为 \`xxxxyyyy\`、时间为 \`1669872112\` 时，签名为
\`17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061\`。\`RequestTime\` 与本机时钟相差超过 60 秒（无论早晚）的请求应当拒绝。
只有设置并启用了鉴权 Token 时才会签名（647/64412 页）。`,
  reply: `应答的 HTTP 状态码必须为 200，应答包为 JSON 对象。其他状态码或其他内容都视为失败。礼物和消息的回调等待 2 秒；其他回调的超时时间没有页面说明。
三个字段均为必填：

| 字段 | 类型 | 含义 |
| --- | --- | --- |
| \`ActionStatus\` | 字符串 | \`OK\` 表示回调已处理（裁决为拒绝时也是如此）；\`FAIL\` 表示处理失败 |
| \`ErrorCode\` | 整数 | 填 0；事前回调中为裁决 |
| \`ErrorInfo\` | 字符串 | 结果说明，可为空 |`,
  unknown: [
    '直播的回调是否重试、重试多少次。即时通信 IM 的事前回调不重试，事后回调仅在开启后才会在超时后重试。',
    '事后回调的应答包中 `ActionStatus` 为 `FAIL` 有何影响。',
    '直播回调的来源 IP、请求头、请求包体的最大长度以及事件的顺序。',
    '`Group.*` 和 `Follow.*` 使用直播的鉴权 Token 还是即时通信 IM 的鉴权 Token 签名。',
    '如何识别同一次回调：没有唯一 ID。即时通信 IM 会在 URL 中加入文档未说明、未签名的 `RequestID` 或 `RequestId`。',
  ],
  columns: {
    parameters: ['参数', '是否存在', '含义'],
    commands: ['回调命令', '类型', '触发场景', '页面'],
    fields: ['字段', '类型', '是否存在', '含义'],
    codes: ['`ErrorCode`', '含义'],
    cases: ['`EventType`', '触发场景', '`EventInfo.Payload`'],
  },
  kinds: { after: '事后', before: '事前' },
  present: { always: '始终', sometimes: '不一定' },
  types: {
    string: '字符串',
    boolean: '布尔值',
    integer: '整数',
    id: 'ID（字符串，或任意大小的整数）',
    timestamp: '整数（或数字字符串）',
    object: '对象',
    list: (item) => `数组，元素为 ${item}`,
    oneOf: (values) => values,
    open: (values) => `字符串（${values}，或其他值）`,
  },
  comma: '、',
  alias: (names) => `别名：${names}。`,
  kind: (kind) =>
    kind === 'before'
      ? '类型：**事前回调**。用户的操作等待应答包中的裁决。'
      : '类型：**事后回调**。应答包不影响用户的操作。',
  event: (name) => `事件的类型名：\`${name}\`。`,
  sources: (sources) => `来源：${sources.replaceAll('undated', '无日期').replace('payloads:', 'Payload：')}。`,
  verdicts: '应答包中的裁决：',
  contradictions: '各版本的差异与矛盾：',
  sample: '腾讯云的示例：',
  translate: (text) => {
    const translated = chinese[text];
    if (translated === undefined) throw new Error(`lib/protocol/chinese.ts has no Chinese for: ${text}`);
    return translated;
  },
};
