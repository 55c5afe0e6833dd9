//! A set of templates, checked, and how it puts a prompt into words.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};

use documents::LeftOut;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use sha2::{Digest, Sha256};

use super::fence::Fence;
use super::files::{Files, Problem, shipped_files};
use super::kind::{Kind, told_by};
use super::{Passage, Prompt, Side, Turn, cut, estimate, own_words};
use inquiry::{MaskedFile, Template, Wish};
use llm::{About, Messages};
use mail::{language_of, language_of_mail};
use pii::{MaskedText, PublicText, Words};

/// The rules that stand above every set of prompts, custom ones too.
const SAFETY: &str = include_str!("../../prompts/safety.txt");

/// The kinds that every set has: what the words of a mail do not tell is an inquiry, and
/// `no-answer` is for what the team's knowledge has nothing about.
const KINDS: [&str; 7] = [
    "inquiry",
    "scheduling",
    "bug-report",
    "meeting-follow-up",
    "complaint",
    "refund",
    "no-answer",
];
const OTHERWISE: &str = "inquiry";
const NOTHING_KNOWN: &str = "no-answer";

/// What `rules.txt` may name, and what `mail.txt` may.
const RULES: [&str; 4] = ["shop", "politeness", "signed", "kinds"];
const MAIL: [&str; 8] = [
    "mail",
    "files",
    "earlier",
    "passages",
    "wish",
    "kind",
    "language",
    "passed_on",
];

/// Tokens that the text of one mail may take: more than a person writes, less than any model reads.
const LONGEST_MAIL: usize = 8_000;
/// Tokens that the texts of its files may take together, and what says something of one of them.
const LONGEST_FILES: usize = 4_000;
const WORTH_TELLING: usize = 50;

/// In whose name and how drafts are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The shop's name.
    pub shop: Option<String>,
    /// True for です・ます; 敬語 otherwise.
    pub plain: bool,
    /// What is added to every reply; empty where nothing is.
    pub signature: String,
}

/// A set of prompts that was checked. Clones share it.
#[derive(Clone)]
pub struct Prompts(Arc<Set>);

struct Set {
    templates: Environment<'static>,
    kinds: Vec<Kind>,
    /// The rules, in words.
    system: PublicText,
    version: String,
    files: Files,
    /// Whether the template of a mail has a place for the mail's files.
    names_files: bool,
    /// The lines of the signature that is added to every reply.
    signature: Vec<String>,
}

/// Why a prompt could not be put into words.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PromptError {
    /// There is no such kind.
    #[error("there is no prompt `{name}`; there are {known}")]
    NoSuchKind {
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The template failed on this prompt.
    #[error("the prompt {0}")]
    Template(Problem),
}

impl Prompts {
    /// The shipped set.
    pub fn shipped(voice: &Voice) -> Prompts {
        Prompts::new(shipped_files(), voice).unwrap_or_else(|problems| {
            // A test reads them all.
            panic!("the shipped prompts are in order: {problems:?}")
        })
    }

    /// Checks a set: that all files are there, are templates, name nothing that is not there, and
    /// can be put into words.
    ///
    /// # Errors
    /// Every problem.
    pub fn new(files: Files, voice: &Voice) -> Result<Prompts, Vec<Problem>> {
        let mut problems = Vec::new();
        let kinds = kinds(&files, &mut problems);
        let templates = templates(&files, &mut problems);
        let mut set = Set {
            version: version(&files),
            system: PublicText::default(),
            names_files: names(&templates, "files"),
            templates,
            kinds,
            files,
            signature: lines(&voice.signature).map(str::to_owned).collect(),
        };
        if problems.is_empty() {
            set.system = set.rules(voice).unwrap_or_else(|problem| {
                problems.push(problem);
                PublicText::default()
            });
            problems.extend(
                SAMPLES
                    .iter()
                    .filter_map(|sample| set.request(sample).err()),
            );
            problems.dedup();
        }
        if problems.is_empty() {
            Ok(Prompts(Arc::new(set)))
        } else {
            Err(problems)
        }
    }

    /// Puts a prompt into words.
    ///
    /// # Errors
    /// [`PromptError`] when it names a kind that is not there.
    pub fn write(&self, prompt: &Prompt) -> Result<Messages, PromptError> {
        let set = &*self.0;
        if let Some(name) = &prompt.kind
            && set.kinds.iter().all(|kind| kind.name != *name)
        {
            let known: Vec<&str> = self.names().collect();
            return Err(PromptError::NoSuchKind {
                name: name.clone(),
                known: known.join(", "),
            });
        }
        let internal = prompt.passages.iter().flatten().filter(|it| it.internal);
        let request = set.request(prompt).map_err(PromptError::Template)?;
        Ok(Messages::new(&set.system, &request).about(About {
            template: Template {
                name: set.kind(prompt).to_owned(),
                version: set.version.clone(),
            },
            mail: told_files(prompt).iter().fold(
                prompt.subject.with("\n", &cut(&prompt.body, LONGEST_MAIL)),
                |mail, file| mail.with("\n", &file.text),
            ),
            internal: internal.map(|it| it.text.clone()).collect(),
            sender: prompt.sender.clone(),
            is_japanese: prompt.language() == Some("Japanese"),
        }))
    }

    /// An answer without the signature that is added when it is sent: models write it all the same.
    pub fn without_signature(&self, answer: &MaskedText) -> MaskedText {
        let signature = &self.0.signature;
        let is_of_it = |line: &str| {
            let line = line.trim();
            line.is_empty() || matches!(line, "--" | "—") || signature.iter().any(|it| it == line)
        };
        let mut kept: Vec<&str> = answer.as_str().lines().collect();
        while !signature.is_empty() && kept.last().is_some_and(|line| is_of_it(line)) {
            kept.pop();
        }
        match signature.is_empty() || kept.is_empty() {
            true => answer.clone(),
            false => answer.first_lines(kept.len()),
        }
    }

    /// The names of its kinds.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.kinds.iter().map(|kind| kind.name.as_str())
    }

    /// Its kinds.
    pub fn kinds(&self) -> &[Kind] {
        &self.0.kinds
    }

    /// A short hash of all that it consists of.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// Its files.
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// The rules, as the model gets them.
    pub fn rules(&self) -> &str {
        self.0.system.as_str()
    }
}

impl fmt::Debug for Prompts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prompts({})", self.version())
    }
}

impl Prompt {
    /// The language of the reply, as an English word: as wished, else the customer's; what was
    /// written before tells it where a mail is too short to.
    pub fn language(&self) -> Option<&str> {
        let wished = self.wish.as_ref().and_then(|wish| wish.language.as_deref());
        wished.or_else(|| {
            let earlier = self.earlier.iter().rev().filter(|it| it.by != Side::Quoted);
            let earlier = earlier
                .filter_map(|turn| language_of(turn.text.as_str()))
                .next();
            language_of_mail(self.subject.as_str(), self.body.as_str(), earlier)
        })
    }
}

impl Set {
    fn rules(&self, voice: &Voice) -> Result<PublicText, Problem> {
        let kind = |Kind {
                        name,
                        when,
                        guidance,
                        ..
                    }: &Kind| {
            context! { name => name, when => when, guidance => guidance }
        };
        let kinds: Vec<Value> = self.kinds.iter().map(kind).collect();
        let rules = self.render(
            "rules.txt",
            context! {
                shop => voice.shop.as_deref(),
                politeness => if voice.plain { "desu-masu" } else { "keigo" },
                signed => !voice.signature.trim().is_empty(),
                kinds => kinds,
            },
        )?;
        Ok(PublicText::of_the_shop(format!("{SAFETY}{}", rules.trim())))
    }

    fn request(&self, prompt: &Prompt) -> Result<MaskedText, Problem> {
        MaskedText::of(&Filled { set: self, prompt })
    }

    fn fill(&self, prompt: &Prompt) -> Result<String, Problem> {
        let company = one_line(prompt.company.as_str());
        let company = match company.is_empty() {
            true => company,
            false => format!("Company: {company}\n"),
        };
        let mail = format!(
            "From: {}\n{company}Subject: {}\n\n{}",
            one_line(prompt.sender.as_str()),
            one_line(prompt.subject.as_str()),
            cut(&prompt.body, LONGEST_MAIL).as_str()
        );
        let files: Vec<(String, String)> = told_files(prompt).iter().map(file).collect();
        let passages = prompt.passages.iter().flatten().map(passage);
        let passages: Vec<(String, bool)> = passages.collect();
        let wish = prompt.wish.as_ref();
        let previous = wish.and_then(|wish| wish.previous.as_ref());
        let texts: Vec<&str> = [mail.as_str()]
            .into_iter()
            .chain(files.iter().map(|(text, _)| text.as_str()))
            .chain(prompt.earlier.iter().map(|turn| turn.text.as_str()))
            .chain(passages.iter().map(|(text, _)| text.as_str()))
            .chain(previous.map(MaskedText::as_str))
            .chain(wish.and_then(|wish| Some(wish.instruction.as_ref()?.as_str())))
            .collect();
        let fence = Fence::around(&mail, &texts);
        let turn = |Turn { by, text }: &Turn| match by {
            Side::Customer => fence.wrap("earlier_mail", text.as_str()),
            Side::Team => fence.wrap("earlier_reply", text.as_str()),
            Side::Quoted => fence.wrap("quoted_history", text.as_str()),
        };
        let passage = |(text, internal): &(String, bool)| {
            context! { text => fence.wrap("knowledge", text), internal => internal }
        };
        let wish = wish.map(|wish: &Wish| {
            context! {
                instruction => wish.instruction.as_ref().map(|it| one_line(it.as_str())),
                tone => wish.tone.map(|tone| tone.words()),
                length => wish.length.map(|length| length.words()),
                previous => previous.map(|it| fence.wrap("previous_draft", it.as_str())),
            }
        });
        let files = files.iter().map(|(text, note)| {
            let text = fence.wrap("customer_file", text);
            format!("{text}{note}")
        });
        let files: Vec<String> = files.collect();
        let mut mail = fence.wrap("customer_mail", &mail);
        if !self.names_files {
            // Templates from before files were read.
            mail = std::iter::once(mail)
                .chain(files.iter().cloned())
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        let values = context! {
            mail => mail,
            files => files,
            earlier => prompt.earlier.iter().map(turn).collect::<Vec<_>>(),
            passages => prompt.passages.as_ref().map(|_| passages.iter().map(passage).collect::<Vec<_>>()),
            wish => wish,
            kind => self.kind(prompt),
            language => prompt.language(),
            passed_on => prompt.is_passed_on,
        };
        let request = self.render("mail.txt", values)?;
        let (code, request) = (fence.code(), request.trim());
        Ok(format!("Code of the tags: {code}\n\n{request}"))
    }

    /// The kind of a mail: as asked for, else as its words tell. A rule and no model: it costs
    /// nothing and is on the draft, and the model, which has the guidance of all kinds before
    /// it, may know better.
    fn kind<'a>(&'a self, prompt: &'a Prompt) -> &'a str {
        if let Some(name) = &prompt.kind {
            return name;
        }
        let told = told_by(&self.kinds, prompt.subject.as_str(), prompt.body.as_str());
        let nothing_known = prompt.passages.as_ref().is_some_and(Vec::is_empty);
        match told {
            Some(kind) => &kind.name,
            None if nothing_known => NOTHING_KNOWN,
            None => OTHERWISE,
        }
    }

    fn render(&self, name: &str, values: Value) -> Result<String, Problem> {
        let rendered = self
            .templates
            .get_template(name)
            .and_then(|template| template.render(values));
        rendered.map_err(|error| problem(name, &error))
    }
}

/// A template of the shop's own, filled with a prompt.
struct Filled<'a> {
    set: &'a Set,
    prompt: &'a Prompt,
}

impl Words for Filled<'_> {
    type Error = Problem;

    fn words(&self) -> Result<String, Problem> {
        self.set.fill(self.prompt)
    }
}

/// Whether the template of a mail names a variable.
fn names(templates: &Environment<'_>, variable: &str) -> bool {
    let template = templates.get_template("mail.txt");
    template.is_ok_and(|it| it.undeclared_variables(false).contains(variable))
}

/// The files as they are told: the first ones whole, as far as there is room.
fn told_files(prompt: &Prompt) -> Vec<MaskedFile> {
    let mut left = LONGEST_FILES;
    let told = prompt.files.iter().map(|file| {
        let mut told = file.clone();
        told.text = match left < WORTH_TELLING {
            true => MaskedText::default(),
            false => cut(&file.text, left),
        };
        if told.text != file.text {
            told.left_out.push(LeftOut::Rest);
        }
        left = left.saturating_sub(estimate(told.text.as_str()));
        told
    });
    told.collect()
}

/// A file in words: what is its sender's, and what is ours to say of it.
fn file(file: &MaskedFile) -> (String, String) {
    let (name, text) = (one_line(file.name.as_str()), file.text.as_str().trim());
    let mut left_out = file.left_out.clone();
    left_out.sort_unstable();
    left_out.dedup();
    let left_out: Vec<&str> = left_out.into_iter().map(words_for).collect();
    let note = match (text.is_empty(), left_out.is_empty()) {
        (false, true) => String::new(),
        (false, false) => format!("\n(Not read of this file: {}.)", left_out.join("; ")),
        (true, true) => "\n(This file holds no text.)".to_owned(),
        (true, false) => format!(
            "\n(Nothing of this file could be read: {}.)",
            left_out.join("; ")
        ),
    };
    (format!("Name: {name}\n\n{text}"), note)
}

/// What is in a file and the model does not see.
fn words_for(left_out: LeftOut) -> &'static str {
    match left_out {
        LeftOut::Encrypted => "it opens with a password alone",
        LeftOut::Damaged => "it is damaged, or not what its name says",
        LeftOut::OtherKind => {
            "it is a picture or another kind of file that only a person can look at"
        }
        LeftOut::TooLarge => "it is too large",
        LeftOut::Rest => "parts that do not fit here",
        LeftOut::Late => "reading it took too long",
        LeftOut::Pictures => "its pictures",
        LeftOut::Scans => "pages that are pictures, as a scanner makes them",
        LeftOut::Letters => "letters that it does not name",
        LeftOut::Hidden => "what is hidden in it",
    }
}

fn passage(passage: &Passage) -> (String, bool) {
    let mark = if passage.internal { " (internal)" } else { "" };
    let (title, text) = (one_line(passage.title.as_str()), passage.text.as_str());
    (format!("{title}{mark}\n\n{text}"), passage.internal)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a template engine found wrong. Its details quote the template at most.
fn problem(file: &str, error: &minijinja::Error) -> Problem {
    let line = error.line().map(|line| format!(" in line {line}"));
    let detail = error.detail().unwrap_or_default();
    Problem {
        file: file.to_owned(),
        what: format!(
            "cannot be used{}: {}{}{detail}",
            line.unwrap_or_default(),
            error.kind(),
            if detail.is_empty() { "" } else { ": " },
        ),
    }
}

fn kinds(files: &Files, problems: &mut Vec<Problem>) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (file, text) in files {
        let name = file
            .strip_prefix("kinds/")
            .and_then(|it| it.strip_suffix(".txt"));
        match name.map(|name| Kind::parse(name, text)) {
            Some(Ok(kind)) => kinds.push(kind),
            Some(Err(what)) => problems.push(Problem {
                file: file.clone(),
                what,
            }),
            None => {}
        }
    }
    for name in KINDS {
        let file = format!("kinds/{name}.txt");
        if !files.contains_key(&file) {
            problems.push(Problem {
                file,
                what: "is missing".to_owned(),
            });
        }
    }
    kinds
}

fn templates(files: &Files, problems: &mut Vec<Problem>) -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::None);
    for (file, known, needed) in [
        ("rules.txt", &RULES[..], "kinds"),
        ("mail.txt", &MAIL[..], "mail"),
    ] {
        let mut wrong = |what: String| {
            problems.push(Problem {
                file: file.to_owned(),
                what,
            });
        };
        let Some(text) = files.get(file) else {
            wrong("is missing".to_owned());
            continue;
        };
        if let Err(error) = templates.add_template_owned(file, text.clone()) {
            problems.push(problem(file, &error));
            continue;
        }
        let Ok(template) = templates.get_template(file) else {
            continue;
        };
        let named: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
        for name in named.iter().filter(|name| !known.contains(&name.as_str())) {
            wrong(format!(
                "names `{name}`, which is not there; there are {}",
                known.join(", ")
            ));
        }
        if !named.contains(needed) {
            wrong(format!("does not name `{needed}`, which the model needs"));
        }
    }
    templates
}

/// The first eight digits of the hash of all that is said to the model.
fn version(files: &Files) -> String {
    let mut hash = Sha256::new().chain_update(SAFETY);
    for (name, text) in files
        .iter()
        .filter(|(name, _)| super::files::is_template(name))
    {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hex::encode(hash.finalize())[..8].to_owned()
}

/// Prompts that take every way through a template.
static SAMPLES: LazyLock<Vec<Prompt>> = LazyLock::new(|| {
    let text = |text: &str| own_words(text);
    let passage = |internal| Passage {
        title: text("Delivery"),
        text: text("Two days."),
        internal,
    };
    let plain = Prompt {
        sender: text("[NAME_1]"),
        subject: text("Delivery"),
        body: text("When will it arrive?"),
        ..Prompt::default()
    };
    let turn = |by: Side| Turn {
        by,
        text: text("Hello."),
    };
    let file = MaskedFile {
        name: text("order.pdf"),
        text: text("Order A-1024"),
        left_out: vec![LeftOut::Pictures],
        ..MaskedFile::default()
    };
    let full = Prompt {
        files: vec![file],
        earlier: vec![turn(Side::Customer), turn(Side::Team), turn(Side::Quoted)],
        passages: Some(vec![passage(true), passage(false)]),
        wish: Some(Wish::sample()),
        ..plain.clone()
    };
    let empty = Prompt {
        passages: Some(Vec::new()),
        wish: Some(Wish::default()),
        ..Prompt::default()
    };
    vec![plain, full, empty]
});

#[cfg(test)]
mod tests;
