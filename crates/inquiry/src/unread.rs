//! What a newer version wrote into an item and this one does not know. It is kept, and written back
//! where it stood, so that versions can run side by side and a rollback loses nothing.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The lists of an item, and what tells their elements apart.
const LISTS: [(&str, &[&str]); 8] = [
    ("history", &["at", "event"]),
    ("replies", &["at", "external_id"]),
    ("drafts", &["number"]),
    ("modals", &["external_id"]),
    ("notices", &["key"]),
    ("translating", &["external_id"]),
    ("origins", &["in", "bucket", "key", "id"]),
    ("files_redacted", &["digest", "name"]),
];

/// What of an item is unknown here. Its contents may be a customer's: `Debug` shows none of them.
#[derive(Clone, Default, PartialEq)]
pub struct Unread(Vec<Part>);

#[derive(Clone, PartialEq)]
enum Part {
    /// An attribute.
    Attribute(String, Value),
    /// An attribute that holds more than is known of it: it comes back whole where that was not
    /// changed, and goes where it was.
    More {
        name: String,
        known: Value,
        whole: Value,
    },
    /// An element of a list that holds more than is known of it, and what tells it apart: it comes
    /// back whole where it was not changed, else its unknown fields do.
    InElement {
        list: String,
        element: Value,
        known: Value,
        whole: Value,
    },
    /// An element of a list.
    Element {
        list: String,
        element: Value,
        whole: Value,
    },
}

impl Unread {
    /// What is in `stored` and not in `known`, which is what is read of it, written again.
    pub fn of(stored: &Map<String, Value>, known: &Map<String, Value>) -> Unread {
        let mut parts = Vec::new();
        for (name, value) in stored {
            let list = LISTS.iter().find(|(list, _)| list == name);
            match (known.get(name), list) {
                (None, _) if value.is_null() => {}
                (None, _) => parts.push(Part::Attribute(name.clone(), value.clone())),
                (Some(known), Some((_, keys))) => parts.extend(of_list(name, keys, value, known)),
                (Some(known), None) if holds_more(value, known) => parts.push(Part::More {
                    name: name.clone(),
                    known: known.clone(),
                    whole: value.clone(),
                }),
                (Some(_), None) => {}
            }
        }
        Unread(parts)
    }

    /// Without attributes that are unknown as a whole: for a store that leaves them where they are.
    pub fn within_attributes(mut self) -> Unread {
        self.0.retain(|part| !matches!(part, Part::Attribute(..)));
        self
    }

    /// True when everything is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps the unfinished step of a state that is unknown here.
    pub fn keep_work(&mut self, work: String) {
        self.0.push(Part::Attribute("work".to_owned(), work.into()));
    }

    /// The unfinished step of a state that is unknown here.
    pub fn work(&self) -> Option<&str> {
        self.0.iter().find_map(|part| match part {
            Part::Attribute(name, value) if name == "work" => value.as_str(),
            _ => None,
        })
    }

    /// Puts it back into an item that is about to be written.
    pub fn put_back(&self, item: &mut Map<String, Value>) {
        for part in &self.0 {
            match part {
                Part::Attribute(name, value) => {
                    item.entry(name).or_insert_with(|| value.clone());
                }
                Part::More { name, known, whole } => {
                    if let Some(value) = item.get_mut(name).filter(|value| *value == known) {
                        *value = whole.clone();
                    }
                }
                Part::InElement {
                    list,
                    element,
                    known,
                    whole,
                } => match find(item, list, element) {
                    Some(value) if value == known => *value = whole.clone(),
                    Some(value) => add(value, &more(whole, known)),
                    None => {}
                },
                Part::Element {
                    list,
                    element,
                    whole,
                } => {
                    if find(item, list, element).is_none()
                        && let Some(Value::Array(elements)) = item.get_mut(list)
                    {
                        elements.push(whole.clone());
                    }
                }
            }
        }
    }
}

/// The elements that this version can read; the others are kept as [`Unread`].
///
/// # Errors
/// When it is no list.
pub fn readable<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let values = Vec::<Value>::deserialize(from)?.into_iter();
    let readable = values.filter_map(|value| serde_json::from_value(value).ok());
    Ok(readable.collect())
}

fn of_list(list: &str, keys: &[&str], stored: &Value, known: &Value) -> Vec<Part> {
    let (Value::Array(stored), Value::Array(known)) = (stored, known) else {
        return Vec::new();
    };
    let part = |value: &Value| {
        let (list, element) = (list.to_owned(), identity(value, keys));
        match known.iter().find(|it| identity(it, keys) == element) {
            None => Some(Part::Element {
                list,
                element,
                whole: value.clone(),
            }),
            Some(known) => holds_more(value, known).then(|| Part::InElement {
                list,
                element,
                known: known.clone(),
                whole: value.clone(),
            }),
        }
    };
    stored.iter().filter_map(part).collect()
}

fn find<'i>(
    item: &'i mut Map<String, Value>,
    list: &str,
    element: &Value,
) -> Option<&'i mut Value> {
    let (_, keys) = LISTS.iter().find(|(name, _)| *name == list)?;
    let elements = item.get_mut(list)?.as_array_mut()?;
    elements
        .iter_mut()
        .find(|it| identity(it, keys) == *element)
}

fn identity(element: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| element[*key].clone()).collect()
}

/// True where `known` leaves out a field, or an element, of what was stored.
fn holds_more(stored: &Value, known: &Value) -> bool {
    match (stored, known) {
        (Value::Object(stored), Value::Object(known)) => {
            let mut fields = stored.iter();
            fields.any(|(name, value)| match known.get(name) {
                None => !value.is_null(),
                Some(known) => holds_more(value, known),
            })
        }
        (Value::Array(stored), Value::Array(known)) => {
            let mut pairs = stored.iter().zip(known);
            stored.len() > known.len() || pairs.any(|(stored, known)| holds_more(stored, known))
        }
        // What is read as nothing.
        (stored, Value::Null) => !stored.is_null(),
        _ => false,
    }
}

/// The fields of an object that are not in `known`, nested ones included.
fn more(stored: &Value, known: &Value) -> Map<String, Value> {
    let (Value::Object(stored), Value::Object(known)) = (stored, known) else {
        return Map::new();
    };
    let unknown = stored.iter().filter_map(|(name, value)| {
        let more = match known.get(name) {
            None if value.is_null() => return None,
            None => value.clone(),
            Some(known) => Value::Object(Some(more(value, known)).filter(|it| !it.is_empty())?),
        };
        Some((name.clone(), more))
    });
    unknown.collect()
}

fn add(value: &mut Value, fields: &Map<String, Value>) {
    let Value::Object(object) = value else { return };
    for (name, field) in fields {
        match (object.get_mut(name), field) {
            (None, _) => {
                object.insert(name.clone(), field.clone());
            }
            (Some(value), Value::Object(fields)) => add(value, fields),
            (Some(_), _) => {}
        }
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unread({} parts)", self.0.len())
    }
}
