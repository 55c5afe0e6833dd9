//! One life of the process: a runtime of its own, in a thread of its own. At its end everything that
//! the product has in memory is dropped wherever it is; its store stays.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use inquiry::clock::Clock;
use mailbox::Mailer;
use replybot::app::{App, Ids, Outgoing};
use replybot::config::{DrafterConfig, Environment, Limits, ServeConfig};
use replybot::dispatch::Dispatcher;
use replybot::http::{Service, router};
use replybot::role::{serve, worker};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::support::moto::sdk_config;

/// What outlives the process.
pub struct Site {
    pub name: String,
    pub values: BTreeMap<String, String>,
    /// Replies go through SES, there.
    pub ses_url: Option<String>,
    pub listener: TcpListener,
    pub clock: Clock,
    pub ids: Ids,
}

/// Ends a life.
pub struct Switch(oneshot::Sender<()>);

impl Switch {
    pub fn kill(self) {
        // It may have ended by itself.
        let _ = self.0.send(());
    }
}

pub struct Life {
    app: Arc<App>,
    pub outgoing: Arc<Outgoing>,
    tasks: TaskTracker,
    handle: Handle,
    ended: watch::Receiver<bool>,
}

impl Life {
    /// Starts the product as `serve` does.
    pub async fn begin(site: &Site) -> (Life, Switch) {
        let (kill, killed) = oneshot::channel();
        let (ready, started) = oneshot::channel();
        let (end, ended) = watch::channel(false);
        let config = config(site);
        let (clock, ids) = (site.clock.clone(), site.ids.clone());
        let listener = site.listener.try_clone().unwrap();
        let ses_url = site.ses_url.clone();
        let run = move || {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .thread_name(name)
                .build()
                .unwrap();
            runtime.block_on(async {
                let (mut app, queue) = App::connect(config.app).await.unwrap();
                (app.clock, app.ids) = (clock, ids);
                let mut outgoing = Outgoing::connect(config.outgoing).await;
                if let Some(url) = ses_url {
                    let ses = mailbox::Ses::new(&sdk_config(&url), None);
                    outgoing.mailer = Mailer::Ses(ses);
                }
                let service = Service::new(app, outgoing, config.http);
                let never = CancellationToken::new();
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::spawn(serve::listen(
                    listener,
                    router(service.clone()),
                    never.clone(),
                ));
                let (app, tasks) = (service.engine.app.clone(), service.engine.tasks.clone());
                let outgoing = service.engine.outgoing.clone();
                tokio::spawn(worker::run(
                    app.clone(),
                    outgoing.clone(),
                    queue,
                    tasks.clone(),
                    never.clone(),
                    never,
                ));
                // The worker begins with a sweep, which must not be overtaken by a moved clock.
                for _ in 0..10 {
                    if tasks.is_empty() {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
                let _ = ready.send((app, outgoing, tasks, Handle::current()));
                let _ = killed.await;
            });
            // Tasks are dropped wherever they wait; a write that has begun ends, as on a disk.
            drop(runtime);
            end.send_replace(true);
        };
        std::thread::Builder::new()
            .name(site.name.clone())
            .spawn(run)
            .unwrap();
        let (app, outgoing, tasks, handle) = started.await.expect("the product starts");
        (
            Life {
                app,
                outgoing,
                tasks,
                handle,
                ended,
            },
            Switch(kill),
        )
    }

    /// Waits for the end of a life that was ended.
    pub async fn ended(&self) {
        let _ = self.ended.clone().wait_for(|ended| *ended).await;
    }

    /// Does something inside the process; `None` when it ends before that is done.
    pub async fn run<T, F>(&self, work: impl FnOnce(Arc<App>) -> F + Send + 'static) -> Option<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let app = self.app.clone();
        let mut ended = self.ended.clone();
        let task = self.handle.spawn(async move { work(app).await });
        tokio::select! {
            done = task => done.ok(),
            // A task that comes after the runtime's end is never begun.
            _ = ended.wait_for(|ended| *ended) => None,
        }
    }

    /// Waits until nothing goes on behind the answers; false when that takes longer than `limit`.
    /// Work that waits for a paused answer, `paused` pieces of it by then, does not count.
    pub async fn quiet(
        &self,
        limit: Duration,
        paused: impl Fn() -> usize + Send + 'static,
    ) -> bool {
        let tasks = self.tasks.clone();
        let look = self.run(move |app| async move {
            let Dispatcher::Here(queue) = &app.dispatcher else {
                panic!("the product drafts by itself")
            };
            while tasks.len() > paused() || queue.capacity() < queue.max_capacity() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        tokio::time::timeout(limit, look).await.is_ok()
    }
}

fn config(site: &Site) -> ServeConfig {
    let mut config = ServeConfig::read(&Environment::of(site.values.clone()), false).unwrap();
    // Waits on the real clock are short; leases and graces are on the history's clock.
    config.app.limits = Limits {
        stream_interval: Duration::from_millis(5),
        sweep_interval: Duration::from_secs(3600),
        foresight: Duration::ZERO,
        slack_retry: Duration::from_millis(1),
        model_retry: Duration::from_millis(1),
        ..Limits::default()
    };
    if let DrafterConfig::OpenAi { timeout, .. } = &mut config.app.drafter {
        *timeout = Duration::from_millis(400);
    }
    config
}
