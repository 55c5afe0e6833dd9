//! The arguments of a call: a query, a form or JSON (docs.slack.dev/apis/web-api, "Request").

use axum::http::{HeaderMap, Method as Verb, Uri, header};
use serde_json::{Map, Value};

use super::super::form;
use super::{Method, Refused};

/// The arguments of one call.
pub struct Args {
    fields: Map<String, Value>,
    json: bool,
    charset: bool,
}

impl Args {
    /// Reads the arguments from wherever this content type has them.
    pub fn read(verb: &Verb, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Args, Refused> {
        let content_type = headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
        let from_form = |text: &str| Args {
            fields: form::pairs(text)
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect(),
            json: false,
            charset: true,
        };
        if *verb == Verb::GET {
            return Ok(from_form(uri.query().unwrap_or_default()));
        }
        let text = std::str::from_utf8(body).map_err(|_| Refused::new("invalid_charset"))?;
        match content_type.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" => Ok(from_form(text)),
            "application/json" => match serde_json::from_str(text) {
                Ok(Value::Object(fields)) => Ok(Args {
                    fields,
                    json: true,
                    charset: content_type.contains("charset"),
                }),
                Ok(_) => Err(Refused::new("json_not_object")),
                Err(_) => Err(Refused::new("invalid_json")),
            },
            "" if body.is_empty() => Ok(from_form("")),
            "" => Err(Refused::new("missing_post_type")),
            _ => Err(Refused::new("invalid_post_type")),
        }
    }

    /// Unknown and missing arguments.
    pub(super) fn check(&self, method: &Method) -> Result<(), Refused> {
        let mut messages = Vec::new();
        if self.json && !method.json && !self.fields.is_empty() {
            messages.push("[ERROR] this method does not take JSON; send a form".to_owned());
        }
        for field in self.fields.keys().map(String::as_str) {
            let token = field == "token" && !self.json;
            if !token && !method.required.contains(&field) && !method.optional.contains(&field) {
                messages.push(format!(
                    "[ERROR] unknown argument: {field} [json-pointer:/{field}]"
                ));
            }
        }
        for field in method.required.iter().filter(|it| !self.has(it)) {
            messages.push(format!("[ERROR] missing required field: {field}"));
        }
        match messages.is_empty() {
            true => Ok(()),
            false => Err(Refused {
                error: "invalid_arguments",
                messages,
            }),
        }
    }

    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// A token in a form counts; in JSON only the header does.
    pub fn token(&self) -> Option<String> {
        self.text("token").filter(|_| !self.json)
    }

    /// A string argument; numbers too, as in a form.
    pub fn text(&self, field: &str) -> Option<String> {
        match self.fields.get(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A string argument that is there and not empty.
    pub fn given(&self, field: &str) -> Option<String> {
        self.text(field).filter(|text| !text.is_empty())
    }

    pub fn flag(&self, field: &str) -> bool {
        match self.fields.get(field) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true" || text == "1",
            _ => false,
        }
    }

    /// A structured argument: an encoded string, or in JSON also the thing itself.
    pub fn json(&self, field: &str) -> Option<Result<Value, ()>> {
        Some(match self.fields.get(field)? {
            Value::String(text) => serde_json::from_str(text).map_err(|_| ()),
            value => Ok(value.clone()),
        })
    }

    /// What Slack warns of: JSON without a charset, a message without a text for notifications.
    pub fn warning(&self, method: &str) -> Option<&'static str> {
        let posts = method.starts_with("chat.");
        if posts && self.has("blocks") && self.given("text").is_none() {
            Some("missing_text_in_message")
        } else if self.json && !self.charset {
            Some("missing_charset")
        } else {
            None
        }
    }

    /// The arguments that say which thing was meant.
    pub fn summary(&self) -> String {
        let telling = [
            "channel",
            "ts",
            "thread_ts",
            "user",
            "view_id",
            "external_id",
            "trigger_id",
        ];
        let told: Vec<String> = telling
            .iter()
            .filter_map(|field| Some(format!("{field}={}", self.text(field)?)))
            .collect();
        told.join(" ")
    }
}
