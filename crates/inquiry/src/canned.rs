//! Canned replies: texts that a team answers the same questions with, filled in for one customer.

use std::collections::BTreeMap;
use std::path::Path;

/// More could not be offered in one of Slack's menus.
pub const MOST: usize = 100;
/// No text is longer; a folder that holds more is not one of canned replies.
const LONGEST: u64 = 20_000;

/// What may stand between `{{` and `}}`.
pub const VARIABLES: [&str; 4] = ["customer_name", "operator_name", "subject", "shop"];

/// A canned reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    /// Its name in the menu: the first heading of the file, or the file's name.
    pub title: String,
    /// The text, with variables.
    pub text: String,
}

/// What the variables stand for; nothing where it is not known.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The customer's name, without an honorific; of a company where that alone is known.
    pub customer_name: Option<String>,
    /// Whether that is a company, which takes 御中 in place of 様.
    pub is_company: bool,
    /// Who inserts it.
    pub operator_name: String,
    /// The subject of the mail.
    pub subject: String,
    /// The name that replies go out under.
    pub shop: Option<String>,
}

impl Canned {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(name: &str, text: &str) -> Result<Canned, String> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (heading, rest) = text.trim_start().split_once('\n').unwrap_or((&text, ""));
        let heading = heading
            .strip_prefix('#')
            .map(|it| it.trim_start_matches('#').trim());
        let (title, text) = match heading {
            Some(heading) if !heading.is_empty() => (heading, rest),
            _ => (name, text.as_str()),
        };
        let text = text.trim();
        if text.is_empty() {
            return Err("has no text".to_owned());
        }
        if let Some(unknown) = variables(text).find(|name| !VARIABLES.contains(name)) {
            return Err(format!(
                "has the variable {{{{{unknown}}}}}; there are {}",
                VARIABLES.map(|name| format!("{{{{{name}}}}}")).join(", ")
            ));
        }
        Ok(Canned {
            title: title.to_owned(),
            text: text.to_owned(),
        })
    }

    /// True when it says who inserts it.
    pub fn names_the_operator(&self) -> bool {
        variables(&self.text).any(|name| name == "operator_name")
    }

    /// The text for one customer. A customer without a name is addressed as one does in the language
    /// of the text: 「お客様」, without a second 様 behind it, or "Customer".
    pub fn fill(&self, values: &Values) -> String {
        let is_japanese = self
            .text
            .chars()
            .any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
        let mut filled = String::with_capacity(self.text.len() + 64);
        let mut rest = self.text.as_str();
        while let Some((before, name, after)) = next_variable(rest) {
            filled.push_str(before);
            rest = after;
            match (name, &values.customer_name) {
                ("customer_name", Some(customer)) => {
                    filled.push_str(customer);
                    if values.is_company
                        && let Some((space, after)) = honorific(rest)
                    {
                        filled.push_str(space);
                        filled.push_str("御中");
                        rest = after;
                    }
                }
                ("customer_name", None) if is_japanese => {
                    filled.push_str("お客様");
                    rest = honorific(rest).map_or(rest, |(_, after)| after);
                }
                ("customer_name", None) => filled.push_str("Customer"),
                ("operator_name", _) => filled.push_str(&values.operator_name),
                ("subject", _) => filled.push_str(&values.subject),
                ("shop", _) => filled.push_str(values.shop.as_deref().unwrap_or_default()),
                // Refused when the file was read.
                _ => {}
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// The space before the 様 that a text begins with, and what is behind it.
fn honorific(text: &str) -> Option<(&str, &str)> {
    let begins = text.trim_start_matches([' ', '\u{3000}']);
    let space = &text[..text.len() - begins.len()];
    Some((space, begins.strip_prefix('様')?))
}

/// What is before a variable, its name, and what is behind it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name.trim(), after))
}

fn variables(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_variable(rest)?;
        rest = after;
        Some(name)
    })
}

/// Reads the `.md` and `.txt` files of a folder, in the order of their names.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_folder(folder: &Path) -> Result<Vec<Canned>, Vec<String>> {
    let unreadable = |error| vec![format!("cannot be read: {error}")];
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let (mut found, mut problems) = (BTreeMap::new(), Vec::new());
    for entry in entries.flatten() {
        let path = entry.path();
        let is_text = path.extension().is_some_and(|it| it == "md" || it == "txt");
        if !is_text {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let read = match entry.metadata() {
            Ok(metadata) if metadata.len() > LONGEST => {
                Err(format!("is longer than {LONGEST} bytes"))
            }
            _ => std::fs::read_to_string(&path).map_err(|error| format!("cannot be read: {error}")),
        };
        match read.and_then(|text| Canned::parse(&name, &text)) {
            Ok(canned) => drop(found.insert(entry.file_name(), canned)),
            Err(what) => problems.push(format!("{} {what}", entry.file_name().to_string_lossy())),
        }
    }
    if found.len() > MOST {
        problems.push(format!("more than {MOST} files do not fit into a menu"));
    }
    match problems.is_empty() {
        true => Ok(found.into_values().collect()),
        false => Err(problems),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn filled(text: &str, customer: Option<&str>) -> String {
        let values = Values {
            customer_name: customer.map(str::to_owned),
            is_company: customer.is_some_and(|name| name.contains("株式会社")),
            operator_name: "佐藤".to_owned(),
            subject: "{{shop}}".to_owned(),
            shop: Some("Example Shop".to_owned()),
        };
        Canned::parse("x", text).unwrap().fill(&values)
    }

    #[test]
    fn the_title_is_the_heading_or_the_name_of_the_file() {
        let canned = Canned::parse("returns", "# 返品のご案内\n\n{{customer_name}} 様\n").unwrap();
        assert_eq!(canned.title, "返品のご案内");
        assert_eq!(canned.text, "{{customer_name}} 様");
        assert_eq!(
            Canned::parse("returns", "Dear\nyou").unwrap().title,
            "returns"
        );
    }

    #[test]
    fn variables_are_filled_once() {
        let text = "{{customer_name}} 様\n{{ operator_name }}（{{shop}}）{{subject}}";
        assert_eq!(
            filled(text, Some("山田 太郎")),
            "山田 太郎 様\n佐藤（Example Shop）{{shop}}"
        );
    }

    #[test]
    fn a_company_is_addressed_as_one() {
        let company = Some("株式会社アオゾラ");
        assert_eq!(
            filled("{{customer_name}} 様\nお世話に", company),
            "株式会社アオゾラ 御中\nお世話に"
        );
        assert_eq!(
            filled("{{customer_name}}様", company),
            "株式会社アオゾラ御中"
        );
        assert_eq!(
            filled("Dear {{customer_name}},", company),
            "Dear 株式会社アオゾラ,"
        );
    }

    #[test]
    fn a_customer_without_a_name_is_addressed_politely() {
        assert_eq!(
            filled("{{customer_name}} 様\nお世話に", None),
            "お客様\nお世話に"
        );
        assert_eq!(filled("Dear {{customer_name}},", None), "Dear Customer,");
    }

    #[test]
    fn an_unknown_variable_and_an_empty_text_are_refused() {
        assert!(
            Canned::parse("x", "{{name}}")
                .unwrap_err()
                .contains("{{name}}")
        );
        assert!(Canned::parse("x", "# Title\n\n").is_err());
    }
}
