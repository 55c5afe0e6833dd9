//! Block Kit as types (docs.slack.dev/reference/block-kit): what Slack refuses for its shape, such
//! as Markdown in a header or a menu that is no element of a row of buttons, does not compile. Made by
//! [`super::blocks`], which cuts every text to Slack's limits.

use serde::Serialize;

/// `plain_text`: read as it is, so that it can neither ping nor link.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "plain_text")]
pub struct PlainText {
    pub(super) text: String,
    /// Whether `:tada:` becomes an emoji.
    pub(super) emoji: bool,
}

/// `mrkdwn`: our own words, formatted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "mrkdwn")]
pub struct Mrkdwn {
    pub(super) text: String,
    pub(super) verbatim: bool,
}

/// A text where Slack takes either kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Text {
    /// As it is.
    Plain(PlainText),
    /// Formatted.
    Mrkdwn(Mrkdwn),
}

/// One block of a message or a view.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Header {
        /// Its text.
        text: PlainText,
    },
    /// A paragraph, or a table of short fields.
    Section(Section),
    /// Small print.
    Context {
        /// Texts, one behind the other.
        elements: Vec<Text>,
    },
    /// A line between two parts.
    Divider,
    /// A row of buttons and menus.
    Actions(Actions),
    /// An input of a modal.
    Input(Input),
    /// Text whose parts are marked.
    RichText {
        /// Its paragraphs.
        elements: Vec<RichTextSection>,
    },
}

/// A paragraph with at most one element at its right, or a table of short fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fields: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessory: Option<Element>,
}

/// A row of elements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Actions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) block_id: Option<String>,
    pub(super) elements: Vec<Element>,
}

/// What acts at once when it is clicked or chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Element {
    /// A button.
    Button(Button),
    /// The menu behind three dots.
    Overflow {
        /// What is chosen comes back under it.
        action_id: &'static str,
        /// What can be chosen.
        options: Vec<OptionObject>,
    },
    /// A menu.
    StaticSelect(Select),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Button {
    pub(super) action_id: String,
    pub(super) text: PlainText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) style: Option<Style>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confirm: Option<Confirm>,
}

/// The colour of a button.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Of the thing to do next.
    Primary,
}

/// A question that is asked before a click counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Confirm {
    pub(super) title: PlainText,
    pub(super) text: PlainText,
    pub(super) confirm: PlainText,
    pub(super) deny: PlainText,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionObject {
    pub(super) text: PlainText,
    pub(super) value: String,
}

/// A list in which one of several is chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Select {
    pub(super) action_id: &'static str,
    pub(super) options: Vec<OptionObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) initial_option: Option<OptionObject>,
}

/// An input of a modal with its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    pub(super) block_id: String,
    pub(super) label: PlainText,
    pub(super) element: InputElement,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<PlainText>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) optional: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) dispatch_action: bool,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InputElement {
    /// Text.
    PlainTextInput {
        /// What was typed comes back under it.
        action_id: &'static str,
        /// More than one line.
        multiline: bool,
        /// In UTF-16 units.
        max_length: usize,
        /// What is in it at first; Slack refuses an empty one.
        #[serde(skip_serializing_if = "String::is_empty")]
        initial_value: String,
        /// What is shown while nothing is in it.
        #[serde(skip_serializing_if = "Option::is_none")]
        placeholder: Option<PlainText>,
    },
    /// One of the workspace's people.
    UsersSelect {
        /// Who was chosen comes back under it.
        action_id: &'static str,
        /// What is shown while no person is chosen.
        placeholder: PlainText,
        /// Who is chosen at first.
        #[serde(skip_serializing_if = "Option::is_none")]
        initial_user: Option<String>,
    },
    /// A day and a time, in the person's own time zone.
    Datetimepicker {
        /// What was chosen comes back under it.
        action_id: &'static str,
    },
    /// One of several, all on the screen.
    RadioButtons(Select),
    /// One of several, in a menu.
    StaticSelect(Select),
    /// Any of several.
    Checkboxes {
        /// What is ticked comes back under it.
        action_id: &'static str,
        /// What can be ticked.
        options: Vec<OptionObject>,
        /// What is ticked at first; Slack refuses an empty list.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        initial_options: Vec<OptionObject>,
    },
    /// Files of the person.
    FileInput {
        /// They come back under it.
        action_id: &'static str,
        /// How many.
        max_files: usize,
    },
}

/// A paragraph of rich text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "rich_text_section")]
pub struct RichTextSection {
    pub(super) elements: Vec<RichText>,
}

/// A piece of a paragraph, in which nothing is read as markup.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "text")]
pub struct RichText {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) style: Option<Marks>,
}

/// How a piece of rich text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Marks {
    #[serde(skip_serializing_if = "is_false")]
    pub(super) bold: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) strike: bool,
}

/// A modal, or a panel over one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "modal")]
pub struct ModalView {
    callback_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    private_metadata: String,
    #[serde(skip_serializing_if = "is_false")]
    notify_on_close: bool,
    title: PlainText,
    #[serde(skip_serializing_if = "Option::is_none")]
    submit: Option<PlainText>,
    close: PlainText,
    blocks: Vec<Block>,
}

/// The home tab.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "home")]
pub struct HomeView {
    callback_id: &'static str,
    blocks: Vec<Block>,
}

/// Characters of what is shown in an empty element.
const PLACEHOLDER_MAX: usize = 150;

/// Characters in a view's title and in its buttons.
const TITLE_MAX: usize = 24;

impl ModalView {
    /// A view with a title, a button that closes it, and no other.
    pub fn new(callback_id: &'static str, title: &str, close: &str, blocks: Vec<Block>) -> Self {
        ModalView {
            callback_id,
            external_id: None,
            private_metadata: String::new(),
            notify_on_close: false,
            title: super::blocks::plain(title, TITLE_MAX),
            submit: None,
            close: super::blocks::plain(close, TITLE_MAX),
            blocks,
        }
    }

    /// With a button that submits it.
    pub fn submit(self, text: &str) -> Self {
        ModalView {
            submit: Some(super::blocks::plain(text, TITLE_MAX)),
            ..self
        }
    }

    /// With what comes back with everything a person does in it, as JSON.
    pub fn metadata(self, metadata: &impl Serialize) -> Self {
        ModalView {
            private_metadata: serde_json::json!(metadata).to_string(),
            ..self
        }
    }

    /// Under a name of our own, by which it can be updated before Slack has told us its id.
    pub fn named(self, external_id: &str) -> Self {
        ModalView {
            external_id: Some(external_id.to_owned()),
            ..self
        }
    }

    /// The app hears when a person closes it.
    pub fn notify_on_close(self) -> Self {
        ModalView {
            notify_on_close: true,
            ..self
        }
    }
}

impl HomeView {
    /// A home tab of these blocks.
    pub fn new(blocks: Vec<Block>) -> Self {
        HomeView {
            callback_id: "home",
            blocks,
        }
    }
}

impl Button {
    /// In the colour of the thing to do next.
    pub fn primary(self) -> Self {
        Button {
            style: Some(Style::Primary),
            ..self
        }
    }

    /// With a value that comes back with the click.
    pub fn value(self, value: &str) -> Self {
        Button {
            value: Some(value.to_owned()),
            ..self
        }
    }

    /// With a question that is asked before a click counts.
    pub fn confirm(self, confirm: Confirm) -> Self {
        Button {
            confirm: Some(confirm),
            ..self
        }
    }
}

impl Input {
    /// May stay empty.
    pub fn optional(self) -> Self {
        Input {
            optional: true,
            ..self
        }
    }

    /// Of one line, with this in it while nothing is typed; unchanged where it is no text.
    pub fn line(mut self, most: usize, words: &str) -> Self {
        if let InputElement::PlainTextInput {
            multiline,
            max_length,
            placeholder,
            ..
        } = &mut self.element
        {
            (*multiline, *max_length) = (false, most);
            *placeholder = Some(super::blocks::plain(words, PLACEHOLDER_MAX));
        }
        self
    }

    /// With small print beneath it.
    pub fn hint(self, text: &str) -> Self {
        Input {
            hint: Some(super::blocks::plain(text, super::blocks::LABEL_MAX)),
            ..self
        }
    }

    /// The app hears at once when something else is chosen.
    pub fn dispatching(self) -> Self {
        Input {
            dispatch_action: true,
            ..self
        }
    }

    /// With another option chosen at first; unchanged where there is no such option, or none to choose.
    pub fn initially(mut self, value: &str) -> Self {
        if let InputElement::RadioButtons(select) | InputElement::StaticSelect(select) =
            &mut self.element
            && let Some(option) = select.options.iter().find(|option| option.value == value)
        {
            select.initial_option = Some(option.clone());
        }
        self
    }
}

impl From<Button> for Element {
    fn from(button: Button) -> Element {
        Element::Button(button)
    }
}

impl From<Input> for Block {
    fn from(input: Input) -> Block {
        Block::Input(input)
    }
}

impl From<PlainText> for Text {
    fn from(text: PlainText) -> Text {
        Text::Plain(text)
    }
}

impl From<Mrkdwn> for Text {
    fn from(text: Mrkdwn) -> Text {
        Text::Mrkdwn(text)
    }
}

fn is_false(it: &bool) -> bool {
    !it
}
