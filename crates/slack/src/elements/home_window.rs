//! The windows that a person opens from their home tab.

/// A window over the home tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeWindow {
    /// A new mail to a customer.
    Compose,
    /// The person's own signature.
    Signature,
}

impl HomeWindow {
    const ALL: [HomeWindow; 2] = [HomeWindow::Compose, HomeWindow::Signature];

    /// The `action_id` of its button in the tab.
    pub fn action_id(self) -> &'static str {
        match self {
            HomeWindow::Compose => "home_compose",
            HomeWindow::Signature => "home_signature",
        }
    }

    /// Its `callback_id`.
    pub fn callback_id(self) -> &'static str {
        match self {
            HomeWindow::Compose => "compose_window",
            HomeWindow::Signature => "signature_window",
        }
    }

    /// The window whose button has this `action_id`.
    pub fn from_action_id(action_id: &str) -> Option<HomeWindow> {
        let mut all = HomeWindow::ALL.into_iter();
        all.find(|window| window.action_id() == action_id)
    }

    /// The window that has this `callback_id`.
    pub fn from_callback_id(callback_id: &str) -> Option<HomeWindow> {
        let mut all = HomeWindow::ALL.into_iter();
        all.find(|window| window.callback_id() == callback_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_is_found_by_its_button_and_by_its_callback_id() {
        for window in HomeWindow::ALL {
            assert_eq!(HomeWindow::from_action_id(window.action_id()), Some(window));
            assert_eq!(
                HomeWindow::from_callback_id(window.callback_id()),
                Some(window)
            );
        }
        assert_eq!(HomeWindow::from_action_id("else"), None);
    }
}
