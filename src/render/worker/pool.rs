//! The parent's side: starts workers, shares tasks out, kills what takes too long.
//! Manual pages: `tests/spec/math.md` and `tests/spec/code.md`.

pub(super) mod child;

use super::task::{Engine, Outcome, Task};
use child::{Child, Loss};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What became of a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It was drawn, or its mistake was found.
    Done(Outcome),
    /// It took too long and was killed.
    TimedOut,
    /// The worker died of it.
    Died,
    /// No worker could be started; why.
    NoWorker(String),
}

/// How long a worker may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For one item, once its engine has started. Counted in the worker's own processor time where the system tells it,
    /// so that a busy machine does not kill what is only waiting; the clock on the wall ends it at five times that.
    pub item: Duration,
    /// For a process and an engine to start.
    pub start: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { item: Duration::from_secs(2), start: Duration::from_secs(20) }
    }
}

/// A build in which that many items were killed gives every further one a quarter of the time, so that a deck made of such items ends.
const LOST_PATIENCE: usize = 8;

/// A second process pays an engine's start only for more than this work (in the unit of [`Task::cost`]).
const WORTH_A_START: [u64; Engine::COUNT] = [60_000, 10_000, 20_000];

/// Workers that have done their work and wait for more. Dropping it ends them.
#[derive(Default)]
pub struct Spare(Mutex<Vec<Child>>);

impl Spare {
    /// A worker, best one in which `engine` has started.
    fn take(&self, engine: Engine) -> Option<Child> {
        let mut children = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One that died while it waited must not be blamed on the next task.
        children.retain_mut(Child::is_alive);
        let warm = children.iter().position(|child| child.warm()[engine as usize]);
        warm.map(|index| children.swap_remove(index)).or_else(|| children.pop())
    }

    fn give(&self, child: Child) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(child);
    }
}

/// Draws all tasks with at most `workers` processes of `program`, `spare` ones first, which are given back; the fates are in
/// the tasks' order.
pub fn run(program: &Path, workers: usize, patience: Patience, tasks: &[Task], spare: Option<&Spare>) -> Vec<Fate> {
    let pool = Pool { program, patience, tasks, spare, queue: Mutex::new(Queue::new(tasks)) };
    let present: Vec<Engine> =
        Engine::ALL.into_iter().filter(|engine| tasks.iter().any(|task| task.engine() == *engine)).collect();
    let first = present.first().copied().unwrap_or(Engine::Code);
    let workers = pool.useful(workers.max(1));
    pool.lock().rest = workers == 1;
    std::thread::scope(|scope| {
        for number in 1..workers {
            let pool = &pool;
            // Each engine starts on a process of its own; further ones help with the first, which takes longest.
            let favourite = present.get(number).copied().unwrap_or(first);
            // Without another thread this one does all the work.
            let _ = std::thread::Builder::new().spawn_scoped(scope, move || pool.work(favourite));
        }
        pool.work(first);
    });
    // What a process or thread that could not start left behind, and what was not worth another start before.
    pool.lock().rest = true;
    pool.work(first);
    let mut queue = pool.lock();
    let why = std::mem::take(&mut queue.failure);
    let fates = std::mem::take(&mut queue.fates);
    fates.into_iter().map(|fate| fate.unwrap_or_else(|| Fate::NoWorker(why.clone()))).collect()
}

struct Pool<'a> {
    program: &'a Path,
    patience: Patience,
    tasks: &'a [Task],
    spare: Option<&'a Spare>,
    queue: Mutex<Queue>,
}

struct Queue {
    /// Numbers of the tasks that nobody took yet, by engine.
    waiting: [VecDeque<usize>; Engine::COUNT],
    /// Their cost.
    cost: [u64; Engine::COUNT],
    fates: Vec<Option<Fate>>,
    lost: usize,
    /// Whether one worker is left to do everything.
    rest: bool,
    /// Why a worker did not start; empty while all did.
    failure: String,
}

impl Queue {
    fn new(tasks: &[Task]) -> Queue {
        let mut queue = Queue {
            waiting: Default::default(),
            cost: [0; Engine::COUNT],
            fates: vec![None; tasks.len()],
            lost: 0,
            rest: false,
            failure: String::new(),
        };
        for (number, task) in tasks.iter().enumerate() {
            queue.waiting[task.engine() as usize].push_back(number);
            queue.cost[task.engine() as usize] += task.cost();
        }
        queue
    }

    /// The next task for a worker: of its favourite engine, else of another that runs already or is worth starting.
    fn take(&mut self, tasks: &[Task], favourite: Engine, warm: [bool; Engine::COUNT]) -> Option<usize> {
        let favourite = favourite as usize;
        let helps = |engine: usize| warm[engine] || self.cost[engine] > WORTH_A_START[engine] || self.rest;
        let others = (0..Engine::COUNT).filter(|engine| *engine != favourite && helps(*engine));
        let engine = std::iter::once(favourite).chain(others).find(|engine| !self.waiting[*engine].is_empty())?;
        let number = self.waiting[engine].pop_front()?;
        self.cost[engine] -= tasks[number].cost();
        Some(number)
    }
}

impl Pool<'_> {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many processes are worth their start.
    fn useful(&self, workers: usize) -> usize {
        let queue = self.lock();
        let kinds = queue.waiting.iter().filter(|waiting| !waiting.is_empty()).count();
        let shares: u64 = queue.cost.iter().zip(WORTH_A_START).map(|(cost, start)| cost / start).sum();
        workers.min(kinds.max(usize::try_from(shares).unwrap_or(usize::MAX)))
    }

    /// Takes tasks until none is left that is worth taking. Every lost item costs a process; a process that does not start ends the work.
    fn work(&self, favourite: Engine) {
        let mut child: Option<Child> = None;
        loop {
            let warm = child.as_ref().map_or([false; Engine::COUNT], Child::warm);
            let Some(number) = self.lock().take(self.tasks, favourite, warm) else {
                if let (Some(spare), Some(child)) = (self.spare, child) {
                    spare.give(child);
                }
                return;
            };
            let engine = self.tasks[number].engine();
            let asked = match child.take().or_else(|| self.spare.and_then(|spare| spare.take(engine))) {
                Some(child) => Ok(child),
                None => Child::start(self.program, self.patience.start),
            };
            let answer = asked.and_then(|mut asked| {
                let outcome = asked.ask(&self.tasks[number], self.patience())?;
                Ok((asked, outcome))
            });
            match answer {
                Ok((asked, outcome)) => {
                    self.lock().fates[number] = Some(Fate::Done(outcome));
                    child = Some(asked);
                }
                Err(Loss::TimedOut) => self.lose(number, Fate::TimedOut),
                Err(Loss::Died) => self.lose(number, Fate::Died),
                Err(Loss::NeverStarted(why)) => return self.give_back(number, why),
            }
        }
    }

    fn patience(&self) -> Patience {
        let item = if self.lock().lost < LOST_PATIENCE { self.patience.item } else { self.patience.item / 4 };
        Patience { item, ..self.patience }
    }

    fn lose(&self, number: usize, fate: Fate) {
        let mut queue = self.lock();
        queue.fates[number] = Some(fate);
        queue.lost += 1;
    }

    fn give_back(&self, number: usize, why: String) {
        let mut queue = self.lock();
        let engine = self.tasks[number].engine() as usize;
        queue.waiting[engine].push_front(number);
        queue.cost[engine] += self.tasks[number].cost();
        queue.failure = why;
    }
}
