// Every word of the page that the app did not send.

const TEXTS = {
  ja: {
    title: 'replybot dev – 練習用 Slack',
    honest: '練習用の Slack です。メールがこのパソコンの外に出ることはありません',
    channels: 'チャンネル',
    apps: 'アプリ',
    homeAbout: 'アプリのホームタブです。人ごとに内容が違います',
    people: '操作する人',
    peopleHint: '誰としてボタンを押すかを切り替えます',
    language: '表示言語',
    you: '自分',
    outbox: '送信済み',
    outboxHint: '承認されて送られたメール',
    outboxEmpty: 'まだ送られたメールはありません',
    outboxEmptyHint: 'カードのボタンから返信を作り、内容を確認して送信すると、お客様に届くはずのメールがここに並びます。',
    outboxGone: '送信済みのメールを読み込めませんでした',
    channelEmpty: 'お問い合わせを待っています',
    channelEmptyHint: '下の「メールを書く」でお客様のメールを届けるか、.eml ファイルをこの画面にドロップすると、ここにカードが届きます。ターミナルからは次のコマンドでも入れられます。',
    channelAbout: 'お客様からのメールがカードになって届くチャンネルです',
    members: (count) => `メンバー ${count} 人`,
    drop: 'お客様のメール（.eml）をここにドロップ',
    choose: 'ファイルを選ぶ',
    write: 'メールを書く',
    answer: 'お客様として返信する',
    composeTitle: 'お客様としてメールを書く',
    composeHint: 'サポート窓口に届いたメールとして扱われます。',
    name: 'お名前',
    address: 'メールアドレス',
    body: '本文',
    cancel: 'キャンセル',
    handIn: 'このメールを届ける',
    customer: ['山田 太郎', 'taro.yamada@example.com'],
    dropNow: 'ドロップすると、届いたメールとして取り込みます',
    received: (name) => `「${name}」を受け取りました`,
    duplicate: (name) => `「${name}」はすでに受け取っています`,
    refused: (name, why) => `「${name}」を取り込めませんでした：${why}`,
    app: 'アプリ',
    edited: '（編集済み）',
    onlyYou: 'あなただけに表示されています',
    dismiss: 'このメッセージを消す',
    replies: (count) => `${count} 件の返信`,
    inThread: 'スレッドに返信しました',
    earlier: '以前のメッセージを表示',
    unseen: '新しいメッセージがあります ↓',
    noMatch: '一致するものがありません',
    today: '今日',
    yesterday: '昨日',
    close: '閉じる',
    menu: 'その他の操作',
    choosing: '選択してください',
    optional: '（任意）',
    trouble: '接続で問題が発生しました。もう一度お試しください。',
    gone: 'この操作はもうできません。表示が新しくなっています。',
    offline: 'replybot につながりません。再接続しています…',
    askClose: '入力した内容を破棄しますか？',
    askCloseText: 'このまま閉じると、入力した文章は失われます。',
    keepEditing: '編集に戻る',
    discard: '破棄して閉じる',
    to: '宛先',
    cc: 'Cc',
    from: '差出人',
    subject: '件名',
    noSubject: '（件名なし）',
    allHeaders: 'すべてのヘッダー',
    raw: '元のメール',
    fresh: '新着',
    newMail: (to) => `${to} 宛のメールが送信されました`,
    alert: { info: 'お知らせ', default: 'お知らせ', warning: '注意', error: 'エラー', success: '完了' },
  },
  en: {
    title: 'replybot dev – simulated Slack',
    honest: 'Simulated Slack – no email leaves this computer',
    channels: 'Channels',
    apps: 'Apps',
    homeAbout: 'The home tab of the app, different for each person',
    people: 'Acting as',
    peopleHint: 'Choose who presses the buttons',
    language: 'Language',
    you: 'you',
    outbox: 'Sent',
    outboxHint: 'Emails that were approved and sent',
    outboxEmpty: 'Nothing has been sent yet',
    outboxEmptyHint: 'Draft a reply with the button on a card, check it and send it: the email that the customer would get appears here.',
    outboxGone: 'The sent emails could not be read',
    channelEmpty: 'Waiting for the first question',
    channelEmptyHint: 'Write a customer’s email below, or drop an .eml file anywhere on this page: its card arrives here. From a terminal this works too:',
    channelAbout: 'Customers’ emails arrive here as cards',
    members: (count) => (count === 1 ? '1 member' : `${count} members`),
    drop: 'Drop a customer’s email (.eml) here',
    choose: 'Choose files',
    write: 'Write an email',
    answer: 'Answer as the customer',
    composeTitle: 'Write an email as a customer',
    composeHint: 'It is treated as an email that has arrived at your support address.',
    name: 'Name',
    address: 'Address',
    body: 'Text',
    cancel: 'Cancel',
    handIn: 'Deliver this email',
    customer: ['Taro Yamada', 'taro.yamada@example.com'],
    dropNow: 'Drop it to take it in as an email that has arrived',
    received: (name) => `“${name}” was received`,
    duplicate: (name) => `“${name}” had been received before`,
    refused: (name, why) => `“${name}” was not taken in: ${why}`,
    app: 'APP',
    edited: '(edited)',
    onlyYou: 'Only visible to you',
    dismiss: 'Dismiss this message',
    replies: (count) => (count === 1 ? '1 reply' : `${count} replies`),
    inThread: 'Replied to a thread',
    earlier: 'Show earlier messages',
    unseen: 'New messages ↓',
    noMatch: 'No matches',
    today: 'Today',
    yesterday: 'Yesterday',
    close: 'Close',
    menu: 'More actions',
    choosing: 'Choose an option',
    optional: '(optional)',
    trouble: 'We had some trouble connecting. Try again?',
    gone: 'That is no longer possible. What you see has been brought up to date.',
    offline: 'No connection to replybot. Trying again…',
    askClose: 'Discard what you typed?',
    askCloseText: 'If you close now, the text you typed is lost.',
    keepEditing: 'Keep editing',
    discard: 'Discard and close',
    to: 'To',
    cc: 'Cc',
    from: 'From',
    subject: 'Subject',
    noSubject: '(no subject)',
    allHeaders: 'All headers',
    raw: 'Raw email',
    fresh: 'New',
    newMail: (to) => `An email to ${to} was sent`,
    alert: { info: 'Note', default: 'Note', warning: 'Warning', error: 'Error', success: 'Success' },
  },
};

let language = 'ja';

export function speak(next) {
  language = TEXTS[next] ? next : 'ja';
  document.documentElement.lang = language;
  document.title = t('title');
}

export const spoken = () => language;

/** The text of this name; a text with a hole is filled with the arguments. */
export function t(name, ...holes) {
  const text = TEXTS[language][name];
  return typeof text === 'function' ? text(...holes) : text;
}

export const clockTime = (date) =>
  date.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });

/** How many days it is from today; tomorrow is 1. */
function daysFromToday(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  return Math.round((midnight(date) - midnight(new Date())) / 86400000);
}

/** `today` and its neighbours, as Slack's pretty dates name them. */
export function nearDay(date) {
  const days = daysFromToday(date);
  return Math.abs(days) < 2 ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day') : null;
}

export function dayName(date) {
  const days = daysFromToday(date);
  if (days === 0) return t('today');
  if (days === -1) return t('yesterday');
  return date.toLocaleDateString(language, { weekday: 'long', month: 'long', day: 'numeric' });
}
