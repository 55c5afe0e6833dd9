//! Who may send replies.

/// The ids in `SENDERS_ALLOWED`, separated by commas. None named means everyone who sees a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senders {
    /// Ids of people (`U…`, `W…`).
    pub people: Vec<String>,
    /// Ids of user groups (`S…`), whose members Slack is asked for (scope `usergroups:read`).
    pub groups: Vec<String>,
}

impl Senders {
    /// Reads the list; `None` when something in it is no id.
    pub fn parse(list: &str) -> Option<Senders> {
        let mut senders = Senders::default();
        for id in list.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            let is_part = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
            if id.len() < 2 || !id.bytes().all(is_part) {
                return None;
            }
            match id.as_bytes()[0] {
                b'U' | b'W' => senders.people.push(id.to_owned()),
                b'S' => senders.groups.push(id.to_owned()),
                _ => return None,
            }
        }
        Some(senders)
    }

    /// True when none is named.
    pub fn is_everyone(&self) -> bool {
        self.people.is_empty() && self.groups.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_groups_are_told_apart_and_names_are_refused() {
        let senders = Senders::parse("U012AB3CD, S0604QSJC,,W1").unwrap_or_default();
        assert_eq!(senders.people, ["U012AB3CD", "W1"]);
        assert_eq!(senders.groups, ["S0604QSJC"]);
        assert!(Senders::parse("").is_some_and(|none| none.is_everyone()));
        for wrong in ["@sato", "C0123", "U", "u012", "U1;U2"] {
            assert_eq!(Senders::parse(wrong), None, "{wrong}");
        }
    }
}
