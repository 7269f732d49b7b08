/** The Chinese of every docstring on `docs/protocol.zh-CN.md`, by its English. A test holds that none is missing. */
export const chinese: Readonly<Record<string, string>> = {
  // Fields and remarks that several commands share.
  'Name of the command.': '回调命令的名称。',
  'Name of the command, or its alias.': '回调命令的名称或其别名。',
  'Id of the room.': '房间 ID。',
  'Name of the room.': '房间名称。',
  'The room.': '房间信息。',
  'Account that requested the action.': '发起操作的账号。',
  'Time of the event, in Unix milliseconds.': '事件发生的时间，Unix 毫秒时间戳。',
  'Account of the owner, who is the host.': '房主（主播）账号。',
  'Account of the owner, who is the host, digit for digit.': '房主（主播）账号，数字逐位保留。',
  'Largest number of members.': '最大成员数。',
  'Largest number of seats.': '最大麦位数。',
  'Whether all members are barred from sending messages.': '是否全员禁言。',
  "The app's own text.": 'App 的自定义文本。',
  "The app's own status number.": 'App 自定义的活动状态。',
  'How members get a seat.': '上麦模式。',
  'Whether the room is public.': '房间是否公开可见。',
  'Cover of the room. The samples also show text that is not a URL.': '房间封面。示例中的值不一定是 URL。',
  "Numbers of the room's categories.": '房间分类的编号。',
  'Type of the room: `Live`. Older tables say `Meeting`.': '房间类型：`Live`。旧版表格写作 `Meeting`。',
  'Older tables give `Meeting` as the `RoomType`, although the sample says `Live`.':
    '旧版表格中 `RoomType` 为 `Meeting`，而示例为 `Live`。',
  "The page's URL has neither `ClientIP` nor `OptPlatform`.": '该页面的 URL 中没有 `ClientIP` 和 `OptPlatform`。',
  "The command comes from Chat's back end. It may be signed with Chat's token.":
    '该回调由即时通信 IM 后台发出，可能使用 IM 的鉴权 Token 签名。',

  // Rooms.
  'A room was created, through a client or the REST API.': '通过客户端或 REST API 创建了房间。',
  '`EventTime` is in the international table but in no international sample. It stands at the top level on page 110523, and inside `RoomInfo` on page 110679.':
    '国际站表格中有 `EventTime`，国际站示例中没有。国内站 110523 页中它位于最外层，110679 页中它位于 `RoomInfo` 内。',
  '`CreateTime` is in seconds, beside an `EventTime` in milliseconds.':
    '`CreateTime` 的单位是秒，而 `EventTime` 的单位是毫秒。',
  'Account that requested the room. It is an administrator if the room was created through the REST API.':
    '发起创建房间的账号。通过 REST API 创建时为管理员账号。',
  'Time of the event, in Unix milliseconds. The international table has it, the international samples do not.':
    '事件发生的时间，Unix 毫秒时间戳。国际站表格中有该字段，国际站示例中没有。',
  'Whether the room has seats.': '房间是否支持麦位。',
  'Time of the creation, in Unix **seconds**.': '创建时间，Unix **秒**时间戳。',
  'Time of the event, in Unix milliseconds. One domestic edition shows it here instead of at the top level.':
    '事件发生的时间，Unix 毫秒时间戳。国内站的一个版本把它放在这里，而不是最外层。',
  'A room no longer exists: its host, the REST API, or the system dissolved it.':
    '房间已不存在：由主播、REST API 或系统解散。',
  'There are three generations of the body: without `RoomInfo` and `Statistic` until February 2025, with `RoomInfo` in 2025, and with both since November 2025.':
    '请求包体有三代：2025 年 2 月之前没有 `RoomInfo` 和 `Statistic`；2025 年有 `RoomInfo`；2025 年 11 月起两者都有。',
  '`RoomInfo.Owner_Account` is a String in the table, an integer beyond 2^53 in the sample, and a string of digits in a captured request.':
    '`RoomInfo.Owner_Account` 在表格中为 String，在示例中为超过 2^53 的整数，在抓取的真实请求中为数字字符串。',
  'The pages list no trigger for `DestroyBySystem`.': '页面没有说明 `DestroyBySystem` 的触发场景。',
  'Account that dissolved the room; `@TIM#SYSTEM` if the system did.': '解散房间的账号；由系统解散时为 `@TIM#SYSTEM`。',
  'Id of the room. A later room may reuse it.': '房间 ID。之后的房间可能复用同一 ID。',
  'Who dissolved the room. It decides what the event means, so a third value is refused.':
    '解散方式。它决定事件的含义，因此其他取值会被拒绝。',
  'The room. Absent from bodies before 2025.': '房间信息。2025 年之前的请求包体中没有该字段。',
  'Totals of the room. Absent from bodies before November 2025.':
    '房间的统计数据。2025 年 11 月之前的请求包体中没有该字段。',
  'Name of the room. This text and the other texts here may be empty.': '房间名称。此处的各文本字段都可能为空。',
  'Whether the room had seats.': '房间是否支持麦位。',
  'How members got a seat.': '上麦模式。',
  'Whether all members were barred from sending messages.': '是否全员禁言。',
  'Whether the room was public.': '房间是否公开可见。',
  'Number of times that somebody entered.': '累计进房次数。',
  'Background of the room. The samples also show text that is not a URL.': '房间背景。示例中的值不一定是 URL。',
  'Whether the room was of the kind for very large audiences.': '是否为超大规模观众的房间。',
  'Id of the room. A captured request has it here, no page does; the one beside `RoomInfo` is always present.':
    '房间 ID。抓取的真实请求中有，页面中没有；与 `RoomInfo` 并列的房间 ID 始终存在。',
  "Numbers of the room's categories. A captured request lacks them.": '房间分类的编号。抓取的真实请求中没有。',
  'Number of times that somebody entered, repeated entries included.': '累计进房次数，重复进房也计入。',
  'Number of gifts that were sent.': '送出的礼物数量。',
  'Value of the gifts that were sent, in coins.': '送出礼物的总价值，以金币计。',
  'Number of people who sent a gift.': '送礼人数。',
  'Number of likes.': '点赞数。',
  'Information about a room was changed, through a client or the REST API.': '通过客户端或 REST API 修改了房间信息。',
  'No page says whether `RoomInfo` holds the whole room or only what changed. The sample lacks `Owner_Account`, `RoomType`, `MaxSeatCount` and `IsSeatEnabled`.':
    '页面没有说明 `RoomInfo` 是完整的房间信息还是仅包含修改的部分。示例中没有 `Owner_Account`、`RoomType`、`MaxSeatCount` 和 `IsSeatEnabled`。',
  'Account that requested the action. The page describes it as the creator of a group.':
    '发起操作的账号。页面将其描述为群组的创建者。',
  'The room. No page says whether this is all of it or only what changed: an absent field is **unknown**, not reset.':
    '房间信息。页面没有说明是全部信息还是仅包含修改的部分：缺少的字段表示**未知**，不表示被重置。',
  'The application uses 70 % or more of the rooms it may have.': '应用的房间数达到上限的 70 % 或更多。',
  'The sample shows 400 of 500 rooms, which is 80 %: the command repeats above 70 %, or comes late. No page says how often it repeats.':
    '示例为 500 个房间中的 400 个，即 80 %：超过 70 % 后会重复回调，或者回调有延迟。页面没有说明重复的频率。',
  'The command is about the application, so the body names no room.': '该回调针对整个应用，请求包体中没有房间 ID。',
  'Account that created the room which reached the threshold.': '创建了达到阈值的房间的账号。',
  "Number of rooms that exist now. An integer, although the page's table says String.":
    '当前的房间数。为整数，而页面表格写作 String。',
  "Number of rooms that are allowed. An integer, although the page's table says Array.":
    '允许的房间数。为整数，而页面表格写作 Array。',

  // Metadata.
  'Metadata of a room was set, through a client or the REST API.': '通过客户端或 REST API 设置了房间的 Metadata。',
  '`RoomId` stands at the top level, not in `RoomInfo`.': '`RoomId` 位于最外层，不在 `RoomInfo` 内。',
  'The page describes `Operator_Account` as the account that destroyed the room, which is copied text.':
    '页面将 `Operator_Account` 描述为解散房间的账号，应为复制的文本。',
  'Keys that this call set, not all keys of the room.': '本次设置的键，不是房间的全部键。',
  'Name of the key.': '键。',
  'Value of the key.': '值。',
  'Metadata keys of a room were deleted, through a client or the REST API.':
    '通过客户端或 REST API 删除了房间的 Metadata。',
  'Several copies of the page print `Live.CallbackAfterSetMetadata` as the command in the URL. The command in the body decides.':
    '多个版本的页面中，URL 里的命令写作 `Live.CallbackAfterSetMetadata`。以请求包体中的命令为准。',
  'Keys that this call deleted.': '本次删除的键。',

  // Members.
  'Members of a room came online or went offline.\n\nTencent stops sending this command the moment the room is dissolved: members who are still inside never go `Offline`. Close their sessions on `Live.CallbackAfterDestroyRoom`.':
    '房间成员上线或下线。\n\n房间解散后，该回调立即停止：仍在房间内的成员不会再触发 `Offline`。请在 `Live.CallbackAfterDestroyRoom` 时结束他们的会话。',
  'The URL table of every international edition prints the name `Live.CallbackMemberStateChanged`. The body, the list of commands and the domestic page say `Live.CallbackAfterMemberStateChanged`. Both are accepted.':
    '国际站各版本的 URL 表格写作 `Live.CallbackMemberStateChanged`；请求包体、命令列表和国内站页面写作 `Live.CallbackAfterMemberStateChanged`。两者都接受。',
  '`Kicked` is in the latest Chinese copy only. No page says which causes go with `Online` and which with `Offline`.':
    '`Kicked` 仅出现在最新的中文版本中。页面没有说明哪些原因对应 `Online`，哪些对应 `Offline`。',
  'There is no `Operator_Account`: the body does not say who kicked whom.':
    '没有 `Operator_Account`：无法得知是谁把成员踢出。',
  'New state of the members. It decides what the event means, so a third value is refused.':
    '成员的新状态。它决定事件的含义，因此其他取值会被拒绝。',
  'Cause of the change. `Kicked` is in the latest Chinese edition only.':
    '状态变更的原因。`Kicked` 仅出现在最新的中文版本中。',
  'Members that this one event is about.': '本次事件涉及的成员。',
  'Account of the member.': '成员账号。',
  'A room got another owner, through a client or the REST API.': '通过客户端或 REST API 变更了房主。',
  '`Operator_Account` is missing from the domestic table.': '国内站表格中没有 `Operator_Account`。',
  'Account of the new owner.': '新房主的账号。',
  'Account of the previous owner.': '原房主的账号。',
  'Account that requested the action. The domestic table lacks it.': '发起操作的账号。国内站表格中没有。',
  'Administrators of a room were added or removed.': '添加或移除了房间管理员。',
  '`opType` starts with a small letter. `OpType` of `Live.CallbackAfterEndBattle` is another field, an integer.':
    '`opType` 以小写字母开头。`Live.CallbackAfterEndBattle` 的 `OpType` 是另一个字段，为整数。',
  '`Admin_Account` is an array, although its name is singular.': '`Admin_Account` 是数组，尽管名称是单数。',
  'Accounts that became administrators, or that are no longer administrators.': '成为管理员或不再是管理员的账号。',
  'Kind of the change. It decides what the event means. This is the only name that starts with a small letter.':
    '变更类型。它决定事件的含义。这是唯一以小写字母开头的字段名。',

  // Seats.
  'Somebody took or left a seat, or a seat was locked or restricted.': '有人上麦或下麦，或麦位被锁定、被限制。',
  '`Member_Account` is a String in the table, an integer beyond 2^53 in two samples, and a string in the third.':
    '`Member_Account` 在表格中为 String，在两个示例中为超过 2^53 的整数，在第三个示例中为字符串。',
  '`EventTime` is in the samples but in no international table.': '示例中有 `EventTime`，国际站表格中没有。',
  'The English page names muting of the microphone as a trigger, which is a mistranslation of taking and leaving a seat.':
    '英文页面把触发场景写成麦克风静音，是“上麦、下麦”的误译。',
  'TUIRoomKit sends a command of the same name.': 'TUIRoomKit 也会发出同名的回调。',
  'Seats of the room. No page says whether these are all seats or only the changed ones.':
    '房间的麦位列表。页面没有说明是全部麦位还是仅包含变更的麦位。',
  "Account that requested the action, in TUIRoomKit's edition of the page only.":
    '发起操作的账号，仅见于 TUIRoomKit 的页面。',
  'Number of the seat. No page says whether the first seat is 0 or 1.': '麦位编号。页面没有说明从 0 还是从 1 开始。',
  'Whether the seat is locked, so that nobody can take it.': '麦位是否被锁定，锁定后无法上麦。',
  'Whether the person on this seat may not send video.': '是否禁止该麦位推送视频。',
  'Whether the person on this seat may not send audio.': '是否禁止该麦位推送音频。',
  'Account on this seat, digit for digit. An empty seat has none, or in TUIRoomKit an empty string.':
    '该麦位上的账号，数字逐位保留。空麦位没有该字段，在 TUIRoomKit 中为空字符串。',

  // Battles.
  'A battle between rooms was created, through a client or the REST API.':
    '通过客户端或 REST API 创建了房间之间的 PK。',
  'The rooms are plain ids here, and objects in `Live.CallbackAfterStartBattle` and `Live.CallbackAfterEndBattle`.':
    '这里的房间是房间 ID；在 `Live.CallbackAfterStartBattle` 和 `Live.CallbackAfterEndBattle` 中是对象。',
  'Id of the battle. It looks like base64, with `/`, `+` and `=`: escape it in a path.':
    'PK 的 ID。形如 base64，含有 `/`、`+` 和 `=`：用于路径时需要转义。',
  'Id of the calling room.': '发起方的房间 ID。',
  'Ids of the called rooms.': '被邀请方的房间 ID。',
  'Longest time that the called rooms have to respond, in milliseconds.': '被邀请方应答的最长时间，单位毫秒。',
  'Duration of the battle, in milliseconds.': 'PK 时长，单位毫秒。',
  'Whether the called rooms have to respond. Otherwise the battle starts at once.':
    '被邀请方是否需要应答。不需要时 PK 立即开始。',
  'A battle started: at once if no response is needed, otherwise when all called rooms have responded, or the time for it is over, and at least one accepted.':
    'PK 开始：不需要应答时立即开始；否则在所有被邀请方应答后，或应答超时后，且至少一方接受时开始。',
  '`FromRoomInfo` is a String in the table and an object in the sample.':
    '`FromRoomInfo` 在表格中为 String，在示例中为对象。',
  'Seconds and milliseconds stand side by side.': '秒和毫秒并存。',
  'Id of the battle, as in `Live.CallbackAfterCreateBattle`.': 'PK 的 ID，与 `Live.CallbackAfterCreateBattle` 相同。',
  'Time at which the battle was created, in Unix **seconds**.': 'PK 的创建时间，Unix **秒**时间戳。',
  'Time at which the battle started, in Unix **seconds**.': 'PK 的开始时间，Unix **秒**时间戳。',
  "The calling room: an object, although the page's table says String.":
    '发起方的房间：为对象，而页面表格写作 String。',
  'The called rooms.': '被邀请方的房间。',
  'A battle ended: the time was over, all owners left, or nobody accepted.':
    'PK 结束：时间到、所有房主离开，或无人接受。',
  '`Owner_Account` is an integer beyond 2^53 in the sample, and a String in the table.':
    '`Owner_Account` 在示例中为超过 2^53 的整数，在表格中为 String。',
  'No page says whether `StartTime` is 0 or absent when `OpType` is 2.':
    '页面没有说明 `OpType` 为 2 时 `StartTime` 是 0 还是不存在。',
  'Time at which the battle ended, in Unix **seconds**.': 'PK 的结束时间，Unix **秒**时间戳。',
  'Reason of the end: 0 the time was over, 1 all owners left after the start, 2 nobody joined and it never started.':
    '结束原因：0 时间到；1 开始后所有房主离开；2 无人加入，未开始。',
  'Time at which the battle started, in Unix **seconds**. No page says what a battle that never started has here.':
    'PK 的开始时间，Unix **秒**时间戳。页面没有说明未开始的 PK 的取值。',
  'Score of the room.': '房间得分。',

  // Gifts.
  'Somebody is about to send a gift, and the gift waits for the verdict.': '有人即将送礼物，礼物等待应答包中的裁决。',
  'Tencent waits 2 seconds. Without a reply it **rejects** the gift, unless `Live.CallbackBeforeCallBackNotBlock` is set among the enabled commands: then it lets the gift through.':
    '腾讯云等待 2 秒。没有应答时**拒绝**该礼物；若启用的命令中包含 `Live.CallbackBeforeCallBackNotBlock`，则放行。',
  'The body has no transaction id and a time in whole seconds: two identical gifts in one second have identical bodies. Never deduplicate them by content, and never charge for a gift without another key.':
    '请求包体没有流水号，时间精确到秒：一秒内两个相同的礼物，请求包体也相同。不要按内容去重，没有其他唯一键时不要据此扣费。',
  'The pass-through range of the codes, 102100 to 102200, differs by one digit from the range of messages.':
    '透传的错误码范围 102100 至 102200，与消息的范围只差一位数字。',
  'An earlier copy of the page prints `Live.CallbackAfterCreateBattle` as the command in the URL. The command in the body decides.':
    '较早版本的页面中，URL 里的命令写作 `Live.CallbackAfterCreateBattle`。以请求包体中的命令为准。',
  'Every other code that is not 0 refuses the gift as well, and Tencent does not pass it on.':
    '其他非 0 的错误码同样拒绝该礼物，但不会透传。',
  'There is no command after a gift. `Live.CallbackAfterDestroyRoom` carries the totals in `Statistic`.':
    '没有送礼之后的回调。`Live.CallbackAfterDestroyRoom` 的 `Statistic` 中有总计。',
  'Account that requested the action. The giver is `GiftWater.From_Account`.':
    '发起操作的账号。送礼者是 `GiftWater.From_Account`。',
  "The gift itself. The page's sample shows it, the page's field table does not.":
    '礼物信息。页面示例中有，页面字段表格中没有。',
  'Account that gives.': '送礼者账号。',
  'Accounts that receive.': '收礼者账号。',
  'Time of the gift, in Unix **seconds**.': '送礼时间，Unix **秒**时间戳。',
  'Id of the gift.': '礼物 ID。',
  'Number of gifts.': '礼物数量。',
  'Price of **one** gift, according to the Chinese text. Verify before you bill `Count` × `Coins` × receivers.':
    '按中文页面，为**单个**礼物的价格。按 `Count` × `Coins` × 收礼人数计费前请先核实。',

  // Messages.
  'Somebody is about to send a message, and the message waits for the verdict.':
    '有人即将发送消息，消息等待应答包中的裁决。',
  '`EventTime` is a string of digits in the samples, an integer in the tables and in captured requests.':
    '`EventTime` 在示例中为数字字符串，在表格和抓取的真实请求中为整数。',
  'Requests captured in 2022 have no `MsgId` and no `CloudCustomData`, carry `MsgPriority`, and have their keys in alphabetical order.':
    '2022 年抓取的真实请求没有 `MsgId` 和 `CloudCustomData`，带有 `MsgPriority`，键按字母顺序排列。',
  'Tencent waits 2 seconds. Without a reply Chat delivers the message, unless its console says otherwise.':
    '腾讯云等待 2 秒。没有应答时即时通信 IM 会下发消息，除非在控制台另行设置。',
  'A REST call with `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` skips this command, and so do clients for which the console disables it.':
    '带有 `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` 的 REST API 调用会跳过该回调；在控制台中被关闭回调的客户端也会跳过。',
  "With code 1 the sender's call fails with the error 10016.": '错误码为 1 时，发送者的调用以错误码 10016 失败。',
  'The pass-through range of the codes, 10100 to 10200, differs by one digit from the range of gifts.':
    '透传的错误码范围 10100 至 10200，与礼物的范围只差一位数字。',
  "Type of the group: `Live` for a live room. Chat's own groups share the command.":
    '群组类型：直播间为 `Live`。即时通信 IM 的群组使用同一个回调。',
  'Account that sends the message; `@TLS#NOT_FOUND` has been seen in a message that was sent through the REST API.':
    '消息发送者账号；通过 REST API 发送的消息中出现过 `@TLS#NOT_FOUND`。',
  "Account that requested the action. It differs from the sender when an administrator sends in somebody's name.":
    '发起操作的账号。管理员代发消息时，与发送者不同。',
  'Random number of the message: an unsigned integer of 32 bits.': '消息的随机数：32 位无符号整数。',
  'Elements of the message, in order.': '消息元素，按顺序排列。',
  "Unique id of the message, created by the client. Captured requests and some of Chat's samples lack it.":
    '消息的唯一 ID，由客户端生成。抓取的真实请求和 IM 的部分示例中没有。',
  "The app's own data that accompanies the message. Captured requests lack it.":
    '消息附带的 App 自定义数据。抓取的真实请求中没有。',
  'Priority of the message. No page mentions the field; captured requests of Chat carry it.':
    '消息优先级。页面没有提到该字段，抓取的 IM 真实请求中有。',
  '1 for a message that reaches online members only.': '为 1 时消息仅下发给在线成员。',
  "Id of the topic, in Chat's communities only.": '话题 ID，仅用于 IM 的社群。',
  'Time of the event, in Unix milliseconds: a string of digits in the samples, an integer in captured requests.':
    '事件发生的时间，Unix 毫秒时间戳：在示例中为数字字符串，在抓取的真实请求中为整数。',
  'Type of the element: `TIMTextElem`, `TIMCustomElem` and others.': '元素类型：`TIMTextElem`、`TIMCustomElem` 等。',
  'Content of the element. Its keys depend on the type: `Text`, or `Data`, `Desc` and `Ext`.':
    '元素内容。键取决于类型：`Text`，或 `Data`、`Desc` 和 `Ext`。',
  'Somebody sent a message in a room.': '有人在直播间发送了消息。',
  'Requests captured in 2019 and 2022 have no `MsgId` and no `CloudCustomData`, and have their keys in alphabetical order. The request of 2019 has no `EventTime` either, and its `Random` is above 2^31.':
    '2019 年和 2022 年抓取的真实请求没有 `MsgId` 和 `CloudCustomData`，键按字母顺序排列。2019 年的请求也没有 `EventTime`，且 `Random` 大于 2^31。',
  '`OnlineOnlyFlag` is in one edition of page 74348 and not in the newer one.':
    '`OnlineOnlyFlag` 出现在 74348 页的一个版本中，较新的版本中没有。',
  'Sequence number of the message in the room. A larger number was sent later.':
    '消息在直播间内的序列号。数值越大，发送越晚。',
  "Time at which the message was sent, in Unix **seconds**, by the server's clock.":
    '消息的发送时间，Unix **秒**时间戳，以服务器时钟为准。',

  // Follows.
  'Somebody followed other users, through a client or the REST API.': '有人通过客户端或 REST API 关注了其他用户。',
  'A follow is between users, so the body names no room.': '关注是用户之间的关系，请求包体中没有房间 ID。',
  'Account that follows.': '关注者账号。',
  'Accounts that are followed from now on: objects here, plain ids in `Follow.CallbackAfterFollowDelete`.':
    '新关注的账号：这里是对象，在 `Follow.CallbackAfterFollowDelete` 中是账号字符串。',
  'Account that is followed.': '被关注者账号。',
  'Somebody stopped following other users, through a client or the REST API.':
    '有人通过客户端或 REST API 取消关注了其他用户。',
  'The body is not symmetric with the body of `Follow.CallbackAfterFollowAdd`: a list of ids here, a list of objects there.':
    '请求包体与 `Follow.CallbackAfterFollowAdd` 不对称：这里是账号列表，那里是对象列表。',
  "The page's table calls `To_Account` an array of objects. The page's sample shows strings.":
    '页面表格将 `To_Account` 写作对象数组，页面示例中为字符串。',
  'Account that followed until now.': '取消关注者账号。',
  "Accounts that are no longer followed: plain ids, although the page's table says objects.":
    '被取消关注的账号：为账号字符串，而页面表格写作对象。',

  // Recordings.
  'The state of a cloud recording changed. `EventType` says how, and narrows `EventInfo.Payload`.':
    '云端录制的状态发生变更。`EventType` 说明变更类型，并决定 `EventInfo.Payload` 的内容。',
  'The international page prints the name with `Follow.`, the domestic page with `Live.`. Both are accepted; which one Tencent sends is not confirmed.':
    '国际站页面的命令以 `Follow.` 开头，国内站页面以 `Live.` 开头。两者都接受；实际发送哪一个尚未确认。',
  'There is no `EventTime` and no top-level `RoomId`: the times are `CallbackTs` and `EventInfo.EventMsTs`, and the room is `EventInfo.RoomId`.':
    '没有 `EventTime`，最外层也没有 `RoomId`：时间为 `CallbackTs` 和 `EventInfo.EventMsTs`，房间为 `EventInfo.RoomId`。',
  '`EventType` is a number here, and a string elsewhere.': '`EventType` 在这里是数字，在其他回调中是字符串。',
  'The payload of 305 has `LeaveCode` in the table and `Status` in the sample.':
    '305 的 Payload 在表格中为 `LeaveCode`，在示例中为 `Status`。',
  "`EventTs` is a string of digits in some samples of the engine's callbacks.":
    '在 TRTC 引擎回调的部分示例中，`EventTs` 为数字字符串。',
  'Group of the event: 3 for cloud recording, 8 for page recording.': '事件组：3 云端录制，8 页面录制。',
  'Type of the event. It decides what the payload holds, so every other value is refused.':
    '事件类型。它决定 Payload 的内容，因此其他取值会被拒绝。',
  'Time at which the request was sent, in Unix milliseconds.': '请求的发送时间，Unix 毫秒时间戳。',
  'What happened, in which room, and in which task.': '发生的事件、所在房间和录制任务。',
  'Unique id of the recording task.': '录制任务的唯一 ID。',
  'Details, which depend on `EventType`. Each of their fields may be missing.':
    '详细信息，取决于 `EventType`。其中每个字段都可能不存在。',
  'Id of the room. Page recordings lack it.': '房间 ID。页面录制没有该字段。',
  'Time of the event, in Unix **seconds**; `EventMsTs` replaces it. Page recordings lack it.':
    '事件发生的时间，Unix **秒**时间戳，已由 `EventMsTs` 取代。页面录制没有该字段。',
  'Account of the recording robot. Page recordings lack it.': '录制机器人的账号。页面录制没有该字段。',
  'The result of a step of the recording.': '录制某一步骤的结果。',
  'Result of the step: 0 for success.': '该步骤的结果：0 表示成功。',
  'The recorder left the room.': '录制机器人离开了房间。',
  'Reason why the recorder left: 0, 1, 2, 3, 4, 99, 100 or 101.':
    '录制机器人离开的原因：0、1、2、3、4、99、100 或 101。',
  'The first index file (m3u8) was uploaded.': '第一个索引文件（m3u8）已上传。',
  'Name of the index file.': '索引文件名。',
  'The upload finished.': '上传完成。',
  "Result of the upload, by the page's table: 0, 1 or 2.": '上传结果，见页面表格：0、1 或 2。',
  "Result of the upload, by the page's sample: 0 for success.": '上传结果，见页面示例：0 表示成功。',
  'The first slice was written.': '第一个切片已写入。',
  'Time at which the slice starts, in Unix milliseconds.': '切片的开始时间，Unix 毫秒时间戳。',
  'Account whose stream was recorded.': '被录制的用户账号。',
  'What the track holds.': '媒体轨道的类型。',
  'Name of the file.': '文件名。',
  'An image could not be downloaded.': '图片下载失败。',
  'URL of the image.': '图片的 URL。',
  'MP4 files are finished. A task may report this several times.': 'MP4 文件已生成。同一任务可能多次回调。',
  'Names of the files.': '文件名列表。',
  'The files in detail.': '文件的详细信息。',
  'Source of the stream: `main` camera, `aux` screen, `mix` mixed streams.':
    '流的来源：`main` 摄像头，`aux` 屏幕分享，`mix` 混流。',
  'Time at which the file starts, in Unix milliseconds.': '文件的开始时间，Unix 毫秒时间戳。',
  'Time at which the file ends, in Unix milliseconds.': '文件的结束时间，Unix 毫秒时间戳。',
  'A file was uploaded to video on demand. It can be played some 30 seconds to 3 minutes later.':
    '文件已上传到云点播。约 30 秒至 3 分钟后可播放。',
  'Text about an error.': '错误信息。',
  'The file in video on demand.': '云点播中的文件。',
  'Id of the file in video on demand.': '文件在云点播中的 ID。',
  'URL of the video.': '视频的 URL。',
  'Name of the file before the upload.': '上传前的文件名。',
  'The result of a step of a page recording.': '页面录制某一步骤的结果。',
  'Result of the step. 801: 1 started, 2 to 5 failed; 803: 1 refreshed, 2 paused, 3 resumed.':
    '该步骤的结果。801：1 已开始，2 至 5 失败；803：1 已刷新，2 已暂停，3 已恢复。',
  'Text about the result.': '结果说明。',
  'The recorder started: `Status` 0, or failed to start: 1.': '录制启动：`Status` 为 0 表示成功，为 1 表示失败。',
  'The upload started: `Status` 0, or failed to start: 1.': '上传启动：`Status` 为 0 表示成功，为 1 表示失败。',
  'The upload finished. The table says `LeaveCode`, the sample says `Status`.':
    '上传完成。表格中为 `LeaveCode`，示例中为 `Status`。',
  'The task moved to another recorder.': '录制任务已迁移到其他录制机器人。',
  'The task of video on demand ended.': '云点播任务结束。',
  'The page recording started: `Status` 1, or failed: 2 to 5.':
    '页面录制启动：`Status` 为 1 表示成功，2 至 5 表示失败。',
  'The page recording ended.': '页面录制结束。',
  'The page recording was refreshed: `Status` 1, paused: 2, or resumed: 3.':
    '页面录制被刷新：`Status` 为 1；暂停：2；恢复：3。',
  'The page recording reached a limit.': '页面录制达到上限。',

  // Parameters of the URL.
  'Name of the command. The English overview of May 2025 calls the parameter `WebhookCommand`.':
    '回调命令的名称。2025 年 5 月的英文概览页将该参数写作 `WebhookCommand`。',
  'Your SDKAppID. Compare it with your own for every request. Some pages write `SdkAppId`: ignore the case of the name.':
    '您的 SDKAppID。每个请求都应与自己的 SDKAppID 比较。部分页面写作 `SdkAppId`：参数名不区分大小写。',
  'Time of the signature, in Unix seconds. Present together with `Sign`.':
    '签名时间，Unix 秒时间戳。与 `Sign` 一起出现。',
  "Address of the user's client. Not every page has it.": '用户客户端的 IP 地址。并非每个页面都有。',
  "Platform of the user's client. Not every page has it, the spelling varies (`macOS`, `IOS`), and Tencent may add more.":
    '用户客户端的平台。并非每个页面都有，拼写不一（`macOS`、`IOS`），腾讯云可能增加新值。',
  'Always `json`, on some pages `JSON`.': '固定为 `json`，部分页面写作 `JSON`。',

  'Signature of the request. Present if a token is set and enabled.': '请求的签名。设置并启用鉴权 Token 后才有。',

  // Verdicts.
  'The action happens.': '允许该操作。',
  'The action does not happen.': '拒绝该操作。',
  "The message is discarded, and its sender's client reports success.": '静默丢弃消息，发送者的客户端显示成功。',
  "The action does not happen, and the sender's client receives the code together with `ErrorInfo`.":
    '拒绝该操作，错误码与 `ErrorInfo` 一并透传给发送者的客户端。',
};
