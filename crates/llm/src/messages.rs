//! What a model is sent: rules of the shop's own and a masked request, and nothing else.

use serde_json::{Value, json};

use inquiry::Template;
use pii::{MaskedText, PublicText};

/// A question as the model gets it.
///
/// It is made of the operator's own rules and of masked text only, so that no text of a customer
/// can be put into it by a slip:
///
/// ```
/// use replybot::llm::Messages;
/// use replybot::pii::{CustomerText, Placeholders, PublicText, mask};
///
/// let rules = PublicText::of_the_shop("Answer politely.");
/// let mail = CustomerText::new("Call me: 090-1234-5678");
/// let masked = mask(&mail, &mut Placeholders::default());
/// assert_eq!(Messages::new(&rules, &masked).request().as_str(), "Call me: [PHONE_1]");
/// ```
///
/// What a customer wrote is of another type:
///
/// ```compile_fail,E0308
/// # use replybot::llm::Messages;
/// # use replybot::pii::{CustomerText, PublicText};
/// # let rules = PublicText::of_the_shop("Answer politely.");
/// # let mail = CustomerText::new("Call me: 090-1234-5678");
/// Messages::new(&rules, &mail);
/// ```
///
/// A plain string is, too, wherever it comes from:
///
/// ```compile_fail,E0308
/// # use replybot::llm::Messages;
/// # use replybot::pii::{CustomerText, PublicText};
/// # let rules = PublicText::of_the_shop("Answer politely.");
/// # let mail = CustomerText::new("Call me: 090-1234-5678");
/// Messages::new(&rules, mail.expose());
/// ```
///
/// And what there is cannot be changed afterwards:
///
/// ```compile_fail,E0616
/// # use replybot::llm::Messages;
/// # use replybot::pii::{CustomerText, Placeholders, PublicText, mask};
/// # let rules = PublicText::of_the_shop("Answer politely.");
/// # let mail = CustomerText::new("Call me: 090-1234-5678");
/// # let masked = mask(&mail, &mut Placeholders::default());
/// let mut messages = Messages::new(&rules, &masked);
/// messages.request = masked;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    rules: PublicText,
    request: MaskedText,
    about: About,
}

/// What a question about a mail was made of, for whatever looks at its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The template that it was written with.
    pub template: Template,
    /// What the mail itself says.
    pub mail: MaskedText,
    /// What must not be told to the customer.
    pub internal: Vec<MaskedText>,
    /// The customer's name.
    pub sender: MaskedText,
    /// True when the reply has to be in Japanese.
    pub is_japanese: bool,
}

impl Messages {
    /// A question: `rules` are the same for every mail, so that a provider can cache them.
    pub fn new(rules: &PublicText, request: &MaskedText) -> Messages {
        Messages {
            rules: rules.clone(),
            request: request.clone(),
            about: About::default(),
        }
    }

    /// With what it is about.
    #[must_use]
    pub fn about(self, about: About) -> Messages {
        Messages { about, ..self }
    }

    /// The rules.
    pub fn rules(&self) -> &str {
        self.rules.as_str()
    }

    /// The request with the mail.
    pub fn request(&self) -> &MaskedText {
        &self.request
    }

    /// The template that it was written with.
    pub fn template(&self) -> &Template {
        &self.about.template
    }

    /// What the mail itself says.
    pub fn mail(&self) -> &MaskedText {
        &self.about.mail
    }

    /// What must not be told to the customer.
    pub fn internal(&self) -> &[MaskedText] {
        &self.about.internal
    }

    /// The customer's masked name.
    pub(super) fn sender(&self) -> &MaskedText {
        &self.about.sender
    }

    /// True when the reply has to be in Japanese.
    pub(super) fn is_japanese(&self) -> bool {
        self.about.is_japanese
    }

    /// How many bytes the model reads: never fewer than the tokens that it makes of them.
    pub fn length(&self) -> usize {
        self.json(true).to_string().len()
    }

    /// The `messages` of a chat completion; without the role of the system, the rules stand at the
    /// beginning of the request.
    pub(super) fn json(&self, has_system: bool) -> Value {
        if !has_system {
            let request = format!("{}\n\n{}", self.rules(), self.request.as_str());
            return json!([{ "role": "user", "content": request }]);
        }
        json!([
            { "role": "system", "content": self.rules() },
            { "role": "user", "content": self.request.as_str() },
        ])
    }
}
