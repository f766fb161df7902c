//! The clock of a run: ends the worker whose document takes longer than its limit.

use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Stop;

/// How often the clock looks whether the run is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// A worker process that several threads may end.
pub(crate) type SharedChild = Arc<Mutex<Child>>;

/// Watches over the workers of a run, one place a job.
#[derive(Clone)]
pub(crate) struct Watchdog(Arc<Watched>);

struct Watched {
    places: Mutex<Places>,
    changed: Condvar,
    stop: Stop,
}

struct Places {
    armed: Vec<Option<Armed>>,
    over: bool,
}

struct Armed {
    deadline: Instant,
    child: SharedChild,
    fired: Arc<AtomicBool>,
}

impl Watchdog {
    /// Starts the thread that watches over `jobs` places, and ends all their workers once `stop` is set.
    pub fn start(jobs: usize, stop: Stop) -> std::io::Result<Self> {
        let armed = std::iter::repeat_with(|| None).take(jobs).collect();
        let places = Mutex::new(Places { armed, over: false });
        let watchdog = Self(Arc::new(Watched {
            places,
            changed: Condvar::new(),
            stop,
        }));
        let watched = Arc::clone(&watchdog.0);
        thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watched.watch())?;
        Ok(watchdog)
    }

    /// Ends the child at the deadline unless the watch is dropped before.
    pub fn watch(&self, place: usize, child: &SharedChild, deadline: Instant) -> Watch<'_> {
        let fired = Arc::new(AtomicBool::new(false));
        let armed = Armed {
            deadline,
            child: Arc::clone(child),
            fired: Arc::clone(&fired),
        };
        self.set(place, Some(armed));
        self.0.changed.notify_one();
        Watch {
            watchdog: self,
            place,
            fired,
        }
    }

    /// Lets the thread end.
    pub fn finish(&self) {
        self.0.lock().over = true;
        self.0.changed.notify_one();
    }

    fn set(&self, place: usize, armed: Option<Armed>) {
        if let Some(slot) = self.0.lock().armed.get_mut(place) {
            *slot = armed;
        }
    }
}

/// One document under watch.
pub(crate) struct Watch<'a> {
    watchdog: &'a Watchdog,
    place: usize,
    fired: Arc<AtomicBool>,
}

impl Watch<'_> {
    /// Whether the worker was ended because its time was over.
    pub fn has_fired(&self) -> bool {
        self.fired.load(Ordering::Acquire)
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.watchdog.set(self.place, None);
    }
}

impl Watched {
    fn lock(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self) {
        let mut places = self.lock();
        while !places.over {
            let now = Instant::now();
            end_overdue(&mut places, now, self.stop.is_set());
            let deadlines = places.armed.iter().flatten().map(|armed| armed.deadline);
            let next = deadlines.min().unwrap_or(now + LOOK).min(now + LOOK);
            let (after, _) = self
                .changed
                .wait_timeout(places, next.saturating_duration_since(now))
                .unwrap_or_else(PoisonError::into_inner);
            places = after;
        }
    }
}

/// Ends the children whose time is over, or all of them.
fn end_overdue(places: &mut Places, now: Instant, all: bool) {
    for slot in &mut places.armed {
        if let Some(armed) = slot.take_if(|armed| all || armed.deadline <= now) {
            armed.fired.store(true, Ordering::Release);
            end(&armed.child);
        }
    }
}

/// Ends a child; one that has ended already is left as it is.
pub(crate) fn end(child: &SharedChild) {
    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
}
