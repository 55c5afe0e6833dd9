//! The inputs in which the reply is.

use crate::texts::{Texts, fill};
use inquiry::{Caution, Draft, Inquiry, Reply, SAMPLE_MODEL};
use pii::{CustomerText, restore};
use slack::block_kit::Block;
use slack::blocks;
use slack::elements::REPLY_INPUT;
use slack::payload::join;

/// What the `block_id` of the reply's inputs begins with.
const REPLY_BLOCK: &str = "editable_reply_block";

/// What follows there in the inputs of a reply that did not get through, or was taken back.
const OF_REPLY: &str = "reply";
const OF_RECALLED: &str = "withdrawn";

/// Inputs that a long draft may take.
const MAX_INPUTS: usize = 8;

/// The reply's inputs.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// `block_id` and text of each.
    fields: Vec<(String, String)>,
    /// The line above them.
    note: Note,
}

/// Where a text in the inputs came from, before a person changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The version of this number.
    Version(u32),
    /// The newest reply, which did not get through.
    Reply,
    /// The reply that was taken back.
    Recalled,
    /// A person wrote it, or it was a canned reply.
    Elsewhere,
}

#[derive(Clone, Debug)]
enum Note {
    Draft {
        model: String,
        invented: Vec<String>,
        cut: bool,
        reused: bool,
        cut_off: bool,
        template: String,
        cautions: Vec<Caution>,
    },
    Own,
    None,
}

impl Note {
    /// What is said about a draft of this model's.
    fn on(draft: &Draft, model: String, invented: Vec<String>, cut: bool) -> Note {
        let generation = draft.generation.as_ref();
        let template = generation.map(|it| it.template.short());
        Note::Draft {
            model,
            invented,
            cut,
            reused: generation.is_some_and(|it| it.reused),
            cut_off: generation.is_some_and(|it| it.cut_off),
            template: template.unwrap_or_default(),
            cautions: draft.cautions.clone(),
        }
    }
}

impl Inputs {
    /// The inputs for a draft, under `block_id`s of its own.
    pub fn of_draft(draft: &Draft, inquiry: &Inquiry) -> Inputs {
        let restored = restore(&draft.text, &inquiry.masked.placeholders);
        let (fields, cut) = fields(&draft.number.to_string(), &restored.text);
        let model = draft.model.clone().unwrap_or_default();
        Inputs {
            fields,
            note: Note::on(draft, model, restored.invented, cut),
        }
    }

    /// One empty input for a person's own words. `key` makes its `block_id` new.
    pub fn empty(key: &str) -> Inputs {
        Inputs {
            fields: fields(&format!("own_{key}"), &CustomerText::default()).0,
            note: Note::Own,
        }
    }

    /// The inputs for the text of a reply that was taken back.
    pub(super) fn of_recalled(reply: &Reply) -> Inputs {
        let key = format!("{OF_RECALLED}_{}", reply.at.as_millisecond());
        Inputs {
            fields: fields(&key, reply.text()).0,
            note: Note::None,
        }
    }

    /// The inputs for the text of a reply that did not get through.
    pub(super) fn of_reply(inquiry: &Inquiry) -> Inputs {
        let text = inquiry
            .newest_reply()
            .map(|reply| reply.text().clone())
            .unwrap_or_default();
        Inputs {
            fields: fields(
                &format!("{OF_REPLY}_{}", inquiry.delivery.replies.len()),
                &text,
            )
            .0,
            note: Note::None,
        }
    }

    /// The inputs for a version of the text, under `block_id`s that `key` makes new.
    pub fn of_version(draft: &Draft, key: &str, inquiry: &Inquiry) -> Option<Inputs> {
        let text = restore(&draft.text, &inquiry.masked.placeholders).text;
        Inputs::filled(&text, Some(draft.number), key)
    }

    /// The inputs for a text that came from a version or from none, under `block_id`s that `key`
    /// makes new; `None` when it is too long for them.
    pub fn filled(text: &CustomerText, version: Option<u32>, key: &str) -> Option<Inputs> {
        let version = version.map_or("own".to_owned(), |number| number.to_string());
        let (fields, cut) = fields(&format!("{version}_v{key}"), text);
        (!cut).then_some(Inputs {
            fields,
            note: Note::None,
        })
    }

    /// Inputs that are stored, with the note on the version that they were filled with.
    pub fn stored(inputs: &[(String, CustomerText)], inquiry: &Inquiry) -> Inputs {
        let field = |(id, text): &(String, CustomerText)| (id.clone(), text.expose().to_owned());
        Inputs::as_typed(inputs.iter().map(field).collect()).noted(inquiry)
    }

    /// The same, with the note on the version that they were filled with.
    pub fn noted(self, inquiry: &Inquiry) -> Inputs {
        let draft = self.version().and_then(|number| inquiry.draft(number));
        match draft.and_then(|draft| Some((draft, draft.model.clone()?))) {
            Some((draft, model)) => Inputs {
                note: Note::on(draft, model, Vec::new(), false),
                ..self
            },
            None => self,
        }
    }

    /// What they were filled with; their `block_id`s say so.
    pub fn origin(&self) -> Origin {
        let first = self.fields.first();
        let key = first.and_then(|(id, _)| id.strip_prefix(REPLY_BLOCK)?.strip_prefix('_'));
        match key.and_then(|key| key.split('_').next()) {
            Some(OF_REPLY) => Origin::Reply,
            Some(OF_RECALLED) => Origin::Recalled,
            key => key
                .and_then(|key| key.parse().ok())
                .map_or(Origin::Elsewhere, Origin::Version),
        }
    }

    /// The same, with nothing said about them.
    pub(super) fn without_note(self) -> Inputs {
        Inputs {
            note: Note::None,
            ..self
        }
    }

    /// The version that they were filled with.
    pub fn version(&self) -> Option<u32> {
        match self.origin() {
            Origin::Version(number) => Some(number),
            _ => None,
        }
    }

    /// The inputs, as they are stored.
    pub fn to_keep(&self) -> Vec<(String, CustomerText)> {
        let keep = |(id, text): &(String, String)| (id.clone(), CustomerText::new(text.clone()));
        self.fields.iter().map(keep).collect()
    }

    /// The text that stands in them.
    pub fn text(&self) -> CustomerText {
        join(&self.fields)
    }

    /// The inputs as they stood in the view, with what was typed.
    pub fn as_typed(fields: Vec<(String, String)>) -> Inputs {
        Inputs {
            fields,
            note: Note::None,
        }
    }

    pub(super) fn blocks(&self, texts: &Texts) -> Vec<Block> {
        let mut blocks = match &self.note {
            Note::None => vec![],
            Note::Own => vec![blocks::context(texts.write_yourself)],
            Note::Draft { model, .. } if model == SAMPLE_MODEL => {
                vec![blocks::context(texts.drafted_by_sample)]
            }
            Note::Draft {
                model, template, ..
            } => {
                let by = [model.as_str(), template]
                    .into_iter()
                    .filter(|it| !it.is_empty());
                let by = blocks::escape(&by.collect::<Vec<_>>().join(", "));
                vec![blocks::context(&fill(texts.drafted_by, &[("model", &by)]))]
            }
        };
        if let Note::Draft {
            invented,
            cut,
            reused,
            cut_off,
            cautions,
            ..
        } = &self.note
        {
            if *reused {
                blocks.push(blocks::context(texts.draft_reused));
            }
            if *cut_off {
                blocks.push(blocks::context(texts.draft_cut_off));
            }
            if !cautions.is_empty() {
                blocks.push(blocks::section(&fill(
                    texts.cautions.look_closely,
                    &[("lines", &super::cautions::lines(cautions, texts))],
                )));
            }
            if !invented.is_empty() {
                let names = blocks::escape(&invented.join(" "));
                blocks.push(blocks::context(&fill(
                    texts.invented_placeholders,
                    &[("names", &names)],
                )));
            }
            if *cut {
                blocks.push(blocks::context(texts.reply_too_long));
            }
        }
        blocks.extend(
            self.fields
                .iter()
                .enumerate()
                .map(|(index, (block_id, text))| {
                    let label = match index {
                        0 => texts.reply_label.to_owned(),
                        n => fill(texts.reply_label_more, &[("n", &n.to_string())]),
                    };
                    blocks::text_input(block_id, REPLY_INPUT, &label, text).into()
                }),
        );
        blocks
    }
}

/// Cuts a text into inputs at line breaks; true when even so it is too long.
fn fields(key: &str, text: &CustomerText) -> (Vec<(String, String)>, bool) {
    let mut pieces = blocks::pieces(text.expose(), blocks::SECTION_MAX);
    let cut = pieces.len() > MAX_INPUTS;
    pieces.truncate(MAX_INPUTS);
    if pieces.is_empty() {
        pieces.push("");
    }
    let last = pieces.len() - 1;
    let field = |(index, piece): (usize, &str)| {
        let block_id = if index == 0 {
            format!("{REPLY_BLOCK}_{key}")
        } else {
            format!("{REPLY_BLOCK}_{key}_{index}")
        };
        // The inputs are joined by line breaks again.
        let piece = if index == last {
            piece
        } else {
            piece.strip_suffix('\n').unwrap_or(piece)
        };
        (block_id, piece.to_owned())
    };
    (pieces.into_iter().enumerate().map(field).collect(), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_draft_stands_in_several_inputs_that_join_to_the_same_text() {
        let text: String = (0..400)
            .map(|n| format!("{n} 行目の文章です。よろしくお願いします。\n"))
            .collect();
        let (fields, cut) = fields("1", &CustomerText::new(text.clone()));
        assert!(fields.len() > 1 && !cut);
        let joined: Vec<&str> = fields.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(joined.join("\n"), text);
        assert!(
            fields
                .iter()
                .all(|(block_id, _)| block_id.starts_with(REPLY_BLOCK))
        );
    }
}
