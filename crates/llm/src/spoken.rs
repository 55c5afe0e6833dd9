//! What of a model's output is its answer: not what it thinks aloud, and not the marks of its chat
//! template, both of which servers leave in the text where they do not know the model's own.
//!
//! Pure. The marks were read in the published chat templates of DeepSeek, Qwen, Mistral, Kimi,
//! Cohere, gpt-oss (harmony), Gemma, Llama, Seed and GLM, and in reports about servers.

use std::sync::LazyLock;

use regex::Regex;

/// An answer without its reasoning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// What is meant to be read.
    pub text: String,
    /// It is not certain that this is the answer, and all of it.
    pub doubt: bool,
    /// The model thought aloud.
    pub thought: bool,
}

const NAMES: &str = r"think|thinking|thoughts?|reasoning|reason|reflection|analysis|scratchpad|inner_monologue|internal_thoughts?|chain_of_thought|cot";

/// The begin (group `open`) and the end (group `close`) of reasoning.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            r"(?i)(?P<close></\s*(?:[a-z]+:)?(?:{names})\s*>|\[/THINK\]|◁/think▷|<\|/(?:{names})\|>|<\|END_THINKING\|>|<\|end_of_(?:thought|thinking)\|>|<channel\|>|<\|/?end_think\|>|<unused95>|(?m:^)[ \t]*here(?:['’]s| is) my response:)",
            r"|(?P<open><\s*(?:[a-z]+:)?(?:{names})(?:\s[^<>]{{0,80}})?>|\[THINK\]|◁think▷|<\|(?:{names})\|>|<\|START_THINKING\|>|<\|begin_of_(?:thought|thinking)\|>|<\|channel>\s*(?:thought|analysis)|<unused94>(?:\s*thought\b)?|\A\s*here(?:['’]s| is) my thought process:)",
        ),
        names = NAMES
    ))
});

/// gpt-oss: `<|channel|>final<|message|>`, with whatever is between.
static CHANNEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"<\|channel\|>\s*([a-zA-Z]+)[^<]{0,120}(?:<\|constrain\|>[^<]{0,80})?<\|message\|>")
});

/// The same, where the server took the marks out and left their words.
static BARE_CHANNEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*analysis(?:[A-Z\p{Lo}]|\s*\n)"));

/// Marks of a chat template, which end a turn or begin one.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:<[|｜][a-z0-9_▁]{1,40}[|｜]>|</?s>|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>|<\|turn>|<turn\|>|<unused\d{1,3}>|\[/?INST\]|<</?SYS>>|<\|(?:eot_id|im_end)>)",
    )
});

/// The marks behind which a model goes on only by mistake.
static END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)<[|｜](?:im_end|endoftext|eot_id|end|return|call|eom_id|end_of_text|end_of_turn|end▁of▁sentence|end_of_sentence|END_OF_TURN_TOKEN|END_RESPONSE|end_of_solution|user|eos|endofprompt|end_of_message|end_of_box|end_header)[|｜]>|<turn\|>|</s>|<eos>|<end_of_turn>",
    )
});

/// A turn's head: `<|im_start|>assistant`, `<|start_header_id|>assistant<|end_header_id|>`.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\s*(?:(?:<[|｜](?:im_start|start|start_header_id|START_OF_TURN_TOKEN)[|｜]>|<start_of_turn>|<\|turn>)\s*(?:assistant|model|<[|｜]CHATBOT_TOKEN[|｜]>)\s*(?:<[|｜](?:end_header_id|message)[|｜]>)?",
        r"|<[|｜](?:assistant|Assistant|CHATBOT_TOKEN|begin_of_box|begin_of_text|begin▁of▁sentence|START_RESPONSE|begin_of_solution|message|startoftext|endoftext|im_end|end)[|｜]>|<s>|<bos>|\[/INST\])\s*",
    ))
});

/// Tags that some models put around their whole answer.
static WRAPPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?is)^\s*<(answer|response|output|final|final_answer|reply)>(.*?)(?:</(?:answer|response|output|final|final_answer|reply)>\s*)?$",
    )
});

/// A fence of Markdown around the whole answer.
static FENCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)^\s*```[a-zA-Z]{0,12}[ \t]*\n(.*?)\n?```\s*$"));

/// The same while it is written.
static FENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*`{1,3}(?:[a-zA-Z]{0,12}[ \t]*\n)?"));

/// How models begin that think aloud without saying so: in their templates the mark is in the
/// prompt, and only its end comes.
static ALOUD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\s*(?:(?:okay|ok|alright|hmm+|well|so|right)[,.:]? (?:so|the|let|i|we|this|first|here)\b|let me\b|let's\b|first,? (?:i|let|the|we)\b|(?:the|this) (?:user|customer|client|mail|email|message|query|sender)\b|(?:we|i) (?:need|have|should|must|want|will need) to\b|i'll (?:need|start|write|draft)\b|looking at\b|now,? (?:i|let|the|we)\b|thinking process|analy[sz](?:e|ing)\b|understand(?:ing)? the\b|\*\*(?:analy|understand|think|step)",
        r"|(?:まず|さて|では|ええと|えーと|よし)、|ユーザー(?:は|が|の|から)|顧客(?:は|が|の|から)|(?:この|お客様の)(?:メール|問い合わせ|質問)(?:は|を|に|の内容)|お客様は|好的[，,]|嗯[，,]|首先[，,]|用户|客户)",
    ))
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// What a model says around a draft, in a line of its own.
static CHATTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?im)^\W{0,4}(?:(?:sure|certainly|of course|absolutely)[!,.:] (?:here|below|i)\b[^\n]{0,80}|(?:here(?:'s| is| are)|below is) (?:a|an|the|my|your) (?:[a-z]+ ){0,3}(?:draft|reply|response|email|answer|translation)\b[^\n]{0,60}:",
        r"|as an ai(?: language)? model\b[^\n]{0,60}|(?:draft|suggested) (?:reply|response|email):|i hope this (?:draft|reply) helps\b[^\n]{0,40}",
        r"|(?:以下|下記)(?:は|が|に)[^\n]{0,20}(?:返信|返答|回答|下書き|文面)(?:案|文|例|の)*(?:です|になります|を作成)[^\n]{0,20}|(?:返信|返答|下書き)(?:案|例|文案)[:：]|承知(?:しました|いたしました)。(?:以下|下記)[^\n]{0,40})",
    ))
});

/// What of a text only a model writes, and is never meant to be sent: marks of its reasoning or of its
/// chat template, and what it says around a draft.
pub fn words_of_a_model(text: &str) -> Option<&str> {
    let found = [&*TAG, &MARK, &CHATTER].map(|pattern| pattern.find(text));
    let first = found.into_iter().flatten().min_by_key(|it| it.start());
    first.map(|it| it.as_str().trim())
}

impl Spoken {
    /// The answer in what a model has written, when it has come to its end.
    pub fn whole(written: &str) -> Spoken {
        let mut spoken = Spoken::of(written, true);
        if let Some(end) = END.find(&spoken.text) {
            // It went on behind its own end: what comes there is no part of the reply.
            let behind = MARK.replace_all(&spoken.text[end.end()..], "");
            spoken.doubt |= behind.chars().any(char::is_alphanumeric);
            spoken.text.truncate(end.start());
        }
        while let Some(head) = HEAD.find(&spoken.text).filter(|it| !it.is_empty()) {
            spoken.text.drain(..head.end());
        }
        let trimmed = without_marks_at_the_end(&spoken.text).trim().len();
        let start = spoken.text.len() - spoken.text.trim_start().len();
        spoken.text = spoken.text[start..start + trimmed].to_owned();
        if let Some(wrapped) = WRAPPED.captures(&spoken.text) {
            spoken.text = wrapped[2].trim().to_owned();
        }
        if let Some(fenced) = FENCED.captures(&spoken.text)
            && !fenced[1].contains("```")
        {
            spoken.text = fenced[1].trim().to_owned();
        }
        // What needs no mending stays as it was written, to the last line end.
        if spoken.text == written.trim() && !spoken.text.is_empty() {
            spoken.text = written.to_owned();
        }
        spoken
    }

    /// What may be seen of an answer while it is written: nothing that may turn out to be
    /// reasoning.
    pub fn so_far(written: &str) -> Spoken {
        let mut spoken = Spoken::of(written, false);
        if !spoken.thought && ALOUD.is_match(&spoken.text) {
            spoken.text.clear();
        }
        while let Some(head) = HEAD.find(&spoken.text).filter(|it| !it.is_empty()) {
            spoken.text.drain(..head.end());
        }
        if let Some(mark) = MARK.find(&spoken.text) {
            spoken.text.truncate(mark.start());
        }
        // `◁think▷` that is not complete yet; for those with `<` and `[` see `showable`.
        if let Some(at) = spoken.text.rfind('◁')
            && !spoken.text[at..].contains('▷')
        {
            spoken.text.truncate(at);
        }
        if let Some(wrapped) = WRAPPED.captures(&spoken.text) {
            spoken.text = wrapped[2].to_owned();
        }
        // A fence that is around all of it is taken off in the end.
        if let Some(fence) = FENCE.find(&spoken.text) {
            spoken.text.drain(..fence.end());
            let end = spoken.text.trim_end().trim_end_matches('`').len();
            spoken.text.truncate(end);
        }
        let start = spoken.text.len() - spoken.text.trim_start().len();
        spoken.text.drain(..start);
        spoken
    }

    fn of(written: &str, is_whole: bool) -> Spoken {
        if written.contains("<|channel|>") {
            return of_channels(written, is_whole);
        }
        if BARE_CHANNEL.is_match(written) || (!is_whole && is_beginning("analysis", written)) {
            let last = written.rsplit_once("assistantfinal");
            return Spoken {
                text: last.map(|(_, text)| text.to_owned()).unwrap_or_default(),
                doubt: is_whole && last.is_none(),
                thought: true,
            };
        }
        let mut spoken = Spoken::default();
        // How deep in reasoning, and where the last piece began that is none.
        let (mut depth, mut from) = (0_usize, 0);
        for tag in TAG.captures_iter(written) {
            let (Some(all), is_open) = (tag.get(0), tag.name("open").is_some()) else {
                continue;
            };
            spoken.thought = true;
            match (is_open, depth) {
                (true, 0) => {
                    spoken.text.push_str(&written[from..all.start()]);
                    depth = 1;
                }
                // A second begin within: some models repeat it, and end once.
                (true, _) => {}
                // An end alone: the begin is in the prompt of such a model, so that all before
                // it is reasoning.
                (false, 0) => {
                    spoken.text.clear();
                    from = all.end();
                }
                (false, _) => {
                    depth = 0;
                    from = all.end();
                }
            }
        }
        match depth {
            0 => spoken.text.push_str(&written[from..]),
            // It never ends: whether a reply is in it cannot be told.
            _ => spoken.doubt = is_whole,
        }
        spoken
    }
}

/// The final channel alone.
fn of_channels(written: &str, is_whole: bool) -> Spoken {
    let mut spoken = Spoken {
        thought: true,
        ..Spoken::default()
    };
    let channels: Vec<_> = CHANNEL.captures_iter(written).collect();
    let mut final_ones = channels
        .iter()
        .filter(|it| it[1].eq_ignore_ascii_case("final"))
        .filter_map(|it| it.get(0));
    // A server that knows the marks may have taken the first ones out.
    let message = final_ones.next_back();
    if let Some(message) = message {
        let rest = &written[message.end()..];
        let end = MARK.find(rest).map_or(rest.len(), |mark| mark.start());
        spoken.text = rest[..end].to_owned();
    }
    spoken.doubt = is_whole && message.is_none();
    spoken
}

/// True when the text is the beginning of the word, or the word the beginning of the text.
fn is_beginning(word: &str, text: &str) -> bool {
    let text = text.trim_start();
    !text.is_empty() && (word.starts_with(text) || text == word)
}

/// Marks at the very end, of which there may be several.
fn without_marks_at_the_end(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(mark) = MARK
        .find_iter(text)
        .last()
        .filter(|it| it.end() == text.len())
    {
        text = text[..mark.start()].trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: &str = "Dear Anna,\n\nwe are looking into it.";

    /// What is seen while an answer comes, character by character, and what is left in the end.
    fn seen(written: &str) -> (Vec<String>, Spoken) {
        let ends = written.char_indices().map(|(at, c)| at + c.len_utf8());
        let seen = ends.map(|end| Spoken::so_far(&written[..end]).text);
        (seen.collect(), Spoken::whole(written))
    }

    #[test]
    fn a_fence_around_the_whole_answer_is_taken_off() {
        for fence in ["```", "```text", "```markdown"] {
            let (seen, spoken) = seen(&format!("{fence}\n{REPLY}\n```\n"));
            assert_eq!(spoken.text, REPLY, "{fence}");
            assert!(seen.iter().all(|it| !it.contains('`')), "{seen:?}");
        }
        // One within the answer is part of it.
        let within = format!("{REPLY}\n```\ncode\n```\nand ```x```.");
        assert_eq!(Spoken::whole(&within).text, within);
        let two = "```\na\n```\nor\n```\nb\n```";
        assert_eq!(Spoken::whole(two).text, two);
    }

    #[test]
    fn reasoning_is_neither_in_the_answer_nor_seen_before() {
        const SECRET: &str = "no refund";
        for (open, close) in [
            ("<think>", "</think>"),
            ("<think>\n", "\n</think>\n\n"),
            ("<THINK>", "</THINK>"),
            ("<thinking>", "</thinking>"),
            ("<thought>", "</thought>"),
            ("<thoughts>", "</thoughts>"),
            ("<reasoning>", "</reasoning>"),
            ("<reflection>", "</reflection>"),
            ("<think type=\"x\">", "</think>"),
            ("<seed:think>", "</seed:think>"),
            ("< think >", "</ think >"),
            ("[THINK]", "[/THINK]"),
            ("◁think▷", "◁/think▷"),
            ("<|START_THINKING|>", "<|END_THINKING|><|START_RESPONSE|>"),
            (
                "<|begin_of_thought|>",
                "<|end_of_thought|><|begin_of_solution|>",
            ),
            (
                "<|channel|>analysis<|message|>",
                "<|end|><|start|>assistant<|channel|>final<|message|>",
            ),
            (
                "<|start|>assistant<|channel|>analysis<|message|>",
                "<|end|><|start|>assistant<|channel|>final <|constrain|>text<|message|>",
            ),
            ("analysis", "assistantfinal"),
            ("<|channel>thought\n", "<channel|>"),
            ("<think><think>", "</think>"),
            ("<unused94>thought\n", "<unused95>"),
            ("Here is my thought process: ", "\n\nHere is my response:\n"),
            ("Here's my thought process:\n", "\nHere's my response: "),
        ] {
            let written = format!("{open}The customer is angry: {SECRET}.{close}{REPLY}");
            let (seen, whole) = seen(&written);
            assert_eq!(
                (whole.text.as_str(), whole.doubt),
                (REPLY, false),
                "{written}"
            );
            assert!(
                seen.iter()
                    .all(|it| !it.contains("angry") && !it.contains(SECRET)),
                "{seen:?}"
            );
            assert_eq!(seen.last().map(String::as_str), Some(REPLY), "{written}");
        }
    }

    #[test]
    fn reasoning_in_the_middle_leaves_what_stands_around_it() {
        let whole =
            Spoken::whole("Dear Anna,\n<think>no refund</think>\n\nwe are looking into it.");
        assert_eq!(whole.text, "Dear Anna,\n\n\nwe are looking into it.");
        assert!(!whole.doubt);
        let twice = Spoken::whole("<think>a</think>One.<think>b</think> Two.");
        assert_eq!(twice.text, "One. Two.");
    }

    #[test]
    fn an_end_alone_has_reasoning_before_it() {
        let written = format!("Okay, the customer asks. No refund.\n</think>\n\n{REPLY}");
        let (seen, whole) = seen(&written);
        assert_eq!((whole.text.as_str(), whole.doubt), (REPLY, false));
        assert!(seen.iter().all(|it| !it.contains("refund")), "{seen:?}");
    }

    #[test]
    fn reasoning_without_an_end_leaves_a_doubt() {
        for written in [
            "<think>The customer asks. Dear Anna, no.",
            "Dear Anna,\n<think>no refund. We are looking into it.",
            "<|channel|>analysis<|message|>The customer asks.",
            "analysisThe customer asks.",
        ] {
            let whole = Spoken::whole(written);
            assert!(whole.doubt, "{written}");
            assert!(
                !whole.text.contains("asks") && !whole.text.contains("refund"),
                "{written}"
            );
        }
    }

    #[test]
    fn marks_of_a_chat_template_are_taken_off() {
        for written in [
            format!("{REPLY}<|im_end|>"),
            format!("{REPLY}\n<|im_end|>\n<|endoftext|>"),
            format!("{REPLY}</s>"),
            format!("{REPLY}<|eot_id|>"),
            format!("{REPLY}<end_of_turn>\n"),
            format!("{REPLY}<turn|>"),
            format!("<|turn>model\n{REPLY}<turn|>"),
            format!("<|begin_of_box|>{REPLY}<|end_of_box|>"),
            format!("{REPLY}<｜end▁of▁sentence｜>"),
            format!("{REPLY}<|return|>"),
            format!("{REPLY} [/INST]"),
            format!("<s>{REPLY}"),
            format!("<|im_start|>assistant\n{REPLY}<|im_end|>"),
            format!("<|start_header_id|>assistant<|end_header_id|>\n\n{REPLY}<|eot_id|>"),
            format!("<answer>{REPLY}</answer>"),
            format!("<|channel|>final<|message|>{REPLY}<|return|>"),
        ] {
            let (seen, whole) = seen(&written);
            assert_eq!(
                (whole.text.as_str(), whole.doubt),
                (REPLY, false),
                "{written}"
            );
            assert!(
                seen.iter()
                    .all(|it| !it.contains("|>") && !it.contains("</s>")),
                "{seen:?}"
            );
        }
        let gone_on = Spoken::whole(&format!("{REPLY}<|im_end|>\n<|im_start|>user\nThanks!"));
        assert_eq!((gone_on.text.as_str(), gone_on.doubt), (REPLY, true));
    }

    #[test]
    fn what_only_a_model_writes_is_told_from_a_reply() {
        for text in [
            "Dear Anna,\n<think>no refund</think>",
            "Dear Anna.<|im_end|>",
            "[THINK] hm",
            "Sure! Here's a draft reply:\n\nDear Anna,",
            "Here is the reply:\nDear Anna",
            "As an AI language model, I cannot",
            "以下は返信文の案です。\n\n高橋様",
            "返信案：\n高橋様",
        ] {
            assert!(words_of_a_model(text).is_some(), "{text}");
        }
        for text in [
            REPLY,
            "Here is the tracking number: 12345.",
            "Of course, we will send it today.",
            "以下は返品の手順です。",
            "I think < 3 is fine, see [1] and <b>bold</b>.",
            "Reply: yes",
        ] {
            assert_eq!(words_of_a_model(text), None, "{text}");
        }
    }

    #[test]
    fn a_usual_answer_is_seen_and_left_as_it_is() {
        for written in [
            REPLY,
            "高橋様\n\nお問い合わせありがとうございます。",
            "I think <b>bold</b> is < 3 and [1] > 2.",
            "Thank you. We thought about your thoughts and reasoning.",
            "Analysis of your order is under way.",
        ] {
            let (seen, whole) = seen(written);
            assert_eq!((whole.text.as_str(), whole.doubt), (written, false));
            assert_eq!(seen.last().map(String::as_str), Some(written));
        }
    }
}
