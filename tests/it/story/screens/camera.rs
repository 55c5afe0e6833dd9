//! A browser before the simulated Slack.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use slack_sim::Place;

use crate::story::bench::{Bench, Card, Modal, TANAKA};
use crate::support::browser::webdriver::{Client, Element, Locator};
use crate::support::browser::{Process, browser, see};

/// Tall enough for the longest modal.
const WINDOW: (u32, u32) = (1240, 2600);

pub struct Camera {
    client: Client,
    folder: PathBuf,
    only: String,
    number: AtomicUsize,
    _driver: Process,
    _profile: tempfile::TempDir,
}

impl Camera {
    pub async fn new(folder: &Path) -> Camera {
        let profile = tempfile::tempdir().unwrap();
        let (driver, client) = browser(profile.path(), WINDOW).await;
        Camera {
            client,
            folder: folder.to_owned(),
            only: std::env::var("SCREENS").unwrap_or_default(),
            number: AtomicUsize::default(),
            _driver: driver,
            _profile: profile,
        }
    }

    pub async fn end(self) {
        self.client.close().await.unwrap();
    }

    /// A card with what is in its thread, as a person sees it who has no modal open.
    pub async fn card(&self, b: &Bench, card: &Card, name: &str) {
        let Place::Message { ts, .. } = &card.place else {
            panic!("a card is a message")
        };
        let message = format!("[data-message-ts='{ts}']");
        let thread = format!("#messages > .thread:has({message}), #messages > {message}");
        if !self.wants(name) {
            return;
        }
        self.open(b, TANAKA).await;
        see(&self.client, &thread).await;
        // Threads are shut until a person looks into them.
        let count = format!(".thread:has({message}) .count");
        if let Ok(count) = self.client.find(Locator::Css(&count)).await {
            count.click().await.unwrap();
        }
        self.write(&see(&self.client, &thread).await, name).await;
    }

    /// The newest message in the channel, as this person sees it.
    pub async fn newest(&self, b: &Bench, person: &str, name: &str) {
        self.take(b, person, "#messages > :last-child", name).await;
    }

    /// The view on top of a person's screen.
    pub async fn modal(&self, b: &Bench, modal: &Modal, name: &str) {
        let css = format!("[data-view-id='{}']", modal.view_id);
        self.take(b, &modal.person, &css, name).await;
    }

    /// A person's home tab.
    pub async fn home(&self, b: &Bench, person: &str, name: &str) {
        if !self.wants(name) {
            return;
        }
        self.open(b, person).await;
        let tab = see(&self.client, "[data-place=home]").await;
        tab.click().await.unwrap();
        see(&self.client, ".home-blocks .block").await;
        b.all_work_done().await;
        self.write(&see(&self.client, ".home-blocks").await, name)
            .await;
    }

    /// All of the page.
    pub async fn page(&self, b: &Bench, person: &str, name: &str) {
        self.take(b, person, "#app", name).await;
    }

    async fn take(&self, b: &Bench, person: &str, css: &str, name: &str) {
        if self.wants(name) {
            self.open(b, person).await;
            self.write(&see(&self.client, css).await, name).await;
        }
    }

    fn wants(&self, name: &str) -> bool {
        name.starts_with(&self.only)
    }

    async fn open(&self, b: &Bench, person: &str) {
        // The same address again would be a reload, after which no modal is open.
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let url = format!("{}/?as={person}&picture={number}", b.page);
        self.client.goto(&url).await.unwrap();
    }

    async fn write(&self, element: &Element, name: &str) {
        let file = self.folder.join(format!("{name}.png"));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, element.screenshot().await.unwrap()).unwrap();
    }
}
