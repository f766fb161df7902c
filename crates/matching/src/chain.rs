//! Which candidates are labels: the best chain through the form.
//!
//! The form prints its labels in one order; blocks repeat. Among all chains of candidates in reading
//! order, the one with the greatest sum of scores less the costs of the steps between them is taken
//! (Viterbi, one state a node). Steps forward cost a little for each item passed over, steps back are
//! open at the start of a repeating block alone. So a label that stands a dozen times in the form is
//! told by its neighbours, and a quotation of a label in free text loses against the labels around it.

use std::cmp::Ordering;

use hyokasho_catalogue::{Form, NodeId, Role};

use crate::candidates::Candidate;

/// The cost of passing over items never exceeds this: a document may lack whole sections.
const MOST_SKIPPED: f64 = 5.0;
/// A block that begins anew.
const LOOP: f64 = 0.6;
/// A part that is printed once more for another file, or out of order.
const PART_AGAIN: f64 = 4.0;
/// A block of which the head is lost: rows of the block before it are lost more often, one by one.
const HEADLESS: f64 = 2.0;
/// The same label once more: copies print a label again above its value.
const SAME_AGAIN: f64 = 1.5;
/// What a headline that is printed again right behind itself is worth.
const HEAD_AGAIN: f64 = 0.1;
/// Letters of a label that is no more than a word, such as 備考.
const WORD: u32 = 4;
/// A part's items that are passed over after a step back count in full up to this: a running head
/// repeats the part's headline in the middle of it.
const MOST_SKIPPED_AFTER_PART: f64 = 12.0;

/// One label of the chain.
#[derive(Debug, Clone)]
pub struct Link {
    /// The candidate.
    pub candidate: Candidate,
    /// Whether the step to it went back to begin a block, or a part, anew.
    pub again: bool,
}

/// The best chain and its score.
pub fn best_chain(form: &Form, steps: &Steps, candidates: &[Candidate]) -> (Vec<Link>, f64) {
    let walk = Walk { form, steps };
    let mut best = Ends::new(form.nodes.len());
    let mut trail: Vec<Option<u32>> = vec![None; candidates.len()];
    let mut scores: Vec<f64> = vec![0.0; candidates.len()];
    let mut at = 0;
    while at < candidates.len() {
        let group = group_end(candidates, at);
        for now in at..group {
            let candidate = &candidates[now];
            let (score, from) = walk.best_before(&best, candidates, candidate);
            scores[now] = score + candidate.score;
            trail[now] = from;
        }
        for now in at..group {
            best.keep(candidates[now].node, scores[now], now as u32);
        }
        at = group;
    }
    let last =
        (0..candidates.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)));
    let Some(last) = last else {
        return (Vec::new(), 0.0);
    };
    (walk.links(candidates, &trail, last), scores[last])
}

/// Candidates that share a place cannot follow one another.
fn group_end(candidates: &[Candidate], at: usize) -> usize {
    let place = (candidates[at].line, candidates[at].from);
    candidates[at..]
        .iter()
        .position(|c| (c.line, c.from) != place)
        .map_or(candidates.len(), |n| at + n)
}

/// The best chain to each node that one has come to.
struct Ends {
    /// The greatest score first: what a candidate continues is among the first few.
    reached: Vec<End>,
    /// Each node's score.
    scores: Vec<Option<f64>>,
}

/// A chain that ends at a node.
struct End {
    node: NodeId,
    score: f64,
    /// Its last candidate.
    candidate: u32,
}

impl Ends {
    fn new(nodes: usize) -> Self {
        Self {
            reached: Vec::new(),
            scores: vec![None; nodes],
        }
    }

    /// Keeps the chain to a node where it is the best one.
    fn keep(&mut self, node: NodeId, score: f64, candidate: u32) {
        if let Some(known) = self.scores[node] {
            if score <= known {
                return;
            }
            let first = self.reached.partition_point(|end| end.score > known);
            let known = self.reached[first..]
                .iter()
                .position(|end| end.node == node);
            if let Some(known) = known {
                self.reached.remove(first + known);
            }
        }
        self.scores[node] = Some(score);
        let at = self.reached.partition_point(|end| end.score > score);
        let end = End {
            node,
            score,
            candidate,
        };
        self.reached.insert(at, end);
    }
}

/// The costs of the steps between a form's nodes; found once a form.
#[derive(Debug)]
pub struct Steps {
    /// Sum of the weights of the nodes before each node.
    passed: Vec<f64>,
    /// For each node the innermost to outermost blocks it stands in, as (opening node, end).
    blocks: Vec<Vec<(NodeId, NodeId)>>,
    /// For each part that opens the same blocks as one before it (別添 of a file) the node that opens that one.
    annexed: Vec<Option<NodeId>>,
}

impl Steps {
    /// The steps of a form.
    pub fn new(form: &Form) -> Self {
        let mut passed = Vec::with_capacity(form.nodes.len() + 1);
        let mut sum = 0.0;
        for node in &form.nodes {
            passed.push(sum);
            sum += weight(node.role, node.since.is_some() || node.until.is_some());
        }
        passed.push(sum);
        Self {
            passed,
            blocks: blocks(form),
            annexed: annexed(form),
        }
    }

    /// The weight of the nodes between two, in the order of the form.
    fn skipped(&self, after: NodeId, before: NodeId) -> f64 {
        if before <= after {
            0.0
        } else {
            self.passed[before] - self.passed[after + 1].min(self.passed[before])
        }
    }
}

/// A walk through a form.
struct Walk<'a> {
    form: &'a Form,
    steps: &'a Steps,
}

impl Walk<'_> {
    /// The best chain that a candidate can continue: its score less the step's cost, and its end.
    fn best_before(
        &self,
        best: &Ends,
        candidates: &[Candidate],
        next: &Candidate,
    ) -> (f64, Option<u32>) {
        // A chain may start anywhere: a document may be a part of a form.
        let start = -self.steps.skipped(0, next.node).min(MOST_SKIPPED) * 0.5;
        let mut found = (start, None);
        let mut found_at = 0;
        for end in &best.reached {
            // No step costs less than nothing.
            if end.score < found.0 {
                break;
            }
            let last = &candidates[end.candidate as usize];
            if overlaps(last, next) {
                continue;
            }
            let Some(cost) = self.cost(last, next) else {
                continue;
            };
            let score = end.score - cost;
            // Of chains as good the one that ends first in the form is taken.
            let better = match score.total_cmp(&found.0) {
                Ordering::Less => false,
                Ordering::Equal => found.1.is_some() && end.node < found_at,
                Ordering::Greater => true,
            };
            if better {
                found = (score, Some(end.candidate));
                found_at = end.node;
            }
        }
        found
    }

    /// What the step from one node to the candidate's costs; `None` where the form has no such step.
    fn cost(&self, last: &Candidate, next: &Candidate) -> Option<f64> {
        let (from, to) = (last.node, next.node);
        if from < to {
            let skipped = self.steps.skipped(from, to).min(MOST_SKIPPED);
            return Some(skipped + self.headless(from, to));
        }
        if from == to && next.whole && next.leads && self.form.nodes[to].role != Role::Block {
            // Behind a row's first cell it was a text that names the label of the next row.
            let quoted = last.beside && !next.beside;
            // A headline printed again says nothing that the items between the two would be given up for.
            let head = matches!(self.form.nodes[to].role, Role::Heading | Role::Part);
            // Nor does a word that lists of record items have in every one of their tables.
            let word = next.lines == 1 && next.to - next.from <= WORD;
            let worth = if head || word {
                next.score - HEAD_AGAIN
            } else {
                0.0
            };
            return (!quoted).then_some(SAME_AGAIN.max(worth));
        }
        let inside = self.steps.blocks[to]
            .iter()
            .find(|(open, end)| *open <= from && from < *end);
        if let Some(&(open, end)) = inside {
            let again = if self.form.nodes[open].role == Role::Part {
                PART_AGAIN
            } else {
                LOOP
            };
            let most = if again > LOOP {
                MOST_SKIPPED_AFTER_PART
            } else {
                MOST_SKIPPED
            };
            let unfinished = self.steps.skipped(from, end).min(MOST_SKIPPED) * 0.5;
            return Some(again + self.steps.skipped(open, to).min(most) + unfinished);
        }
        if next.whole && self.begins_part(to) {
            return Some(PART_AGAIN + 2.0);
        }
        // Behind a file's annex the next file's part, of which the copy lost the head.
        let open = self.steps.annexed[from]?;
        let inside = self.steps.blocks[to].last().is_some_and(|b| b.0 == open);
        let skipped = self.steps.skipped(open, to).min(MOST_SKIPPED_AFTER_PART);
        inside.then_some(PART_AGAIN + 2.0 + skipped)
    }

    /// Whether a part begins at a node: its headline, or its first section's where it has a key (the file's name)
    /// and the copy lost the headline above.
    fn begins_part(&self, to: NodeId) -> bool {
        let node = &self.form.nodes[to];
        let is_first = || {
            let open = self.steps.blocks[to].last().map(|&(open, _)| open);
            let keyless = |open| (open..to).all(|id: NodeId| self.form.nodes[id].key.is_none());
            open.is_some_and(keyless)
        };
        match node.role {
            Role::Part => true,
            Role::Heading => node.key.is_some() && is_first(),
            _ => false,
        }
    }

    /// What it costs to come into the middle of a repeating block without its numbered head.
    fn headless(&self, from: NodeId, to: NodeId) -> f64 {
        let block = self.steps.blocks[to].first();
        let lacks_head = block.is_some_and(|&(open, _)| {
            from < open && open < to && self.form.nodes[open].role == Role::Block
        });
        if lacks_head { HEADLESS } else { 0.0 }
    }

    fn links(&self, candidates: &[Candidate], trail: &[Option<u32>], last: usize) -> Vec<Link> {
        let mut links = Vec::new();
        let mut at = Some(last as u32);
        while let Some(now) = at {
            let candidate = candidates[now as usize].clone();
            at = trail[now as usize];
            let again = at.is_some_and(|before| {
                let from = candidates[before as usize].node;
                candidate.node < from
                    || (candidate.node == from && self.form.nodes[from].role == Role::Block)
            });
            links.push(Link { candidate, again });
        }
        links.reverse();
        links
    }
}

/// What passing over a node costs. Items are missed; headings and labels may be lost by a copy.
fn weight(role: Role, dated: bool) -> f64 {
    match role {
        Role::Item if dated => 0.2,
        Role::Item => 0.5,
        Role::Part | Role::Risk => 1.0,
        Role::Heading => 0.8,
        Role::Block => 0.3,
        Role::Label | Role::Furniture => 0.05,
    }
}

/// Whether the second label begins before the first one ends.
fn overlaps(first: &Candidate, second: &Candidate) -> bool {
    let last_line = first.line + first.lines - 1;
    second.line < last_line || (second.line == last_line && second.from < first.to)
}

/// For each node the repeating blocks it stands in, innermost first. A block runs from its opening
/// node to the last node that has a key under its prefix.
fn blocks(form: &Form) -> Vec<Vec<(NodeId, NodeId)>> {
    let mut of_node: Vec<Vec<(NodeId, NodeId)>> = vec![Vec::new(); form.nodes.len()];
    for (open, node) in form.nodes.iter().enumerate() {
        let Some(prefix) = node.opens.as_deref() else {
            continue;
        };
        let next = form.nodes[open + 1..]
            .iter()
            .position(|other| other.opens.as_deref() == Some(prefix))
            .map_or(form.nodes.len(), |n| open + 1 + n);
        let last = (open..next)
            .rev()
            .find(|&at| {
                form.nodes[at]
                    .key
                    .as_deref()
                    .is_some_and(|key| is_under(key, prefix))
            })
            .unwrap_or(open);
        for blocks in &mut of_node[open..=last] {
            blocks.push((open, last + 1));
        }
    }
    for blocks in &mut of_node {
        blocks.sort_by_key(|(open, end)| end - open);
    }
    of_node
}

/// For each node that opens blocks that an earlier one opens, that one.
fn annexed(form: &Form) -> Vec<Option<NodeId>> {
    let opens = |id: NodeId| form.nodes[id].opens.as_deref();
    (0..form.nodes.len())
        .map(|id| {
            let prefix = opens(id)?;
            (0..id).find(|&other| opens(other) == Some(prefix))
        })
        .collect()
}

/// Whether a key pattern stands under a block's prefix.
pub fn is_under(key: &str, prefix: &str) -> bool {
    key.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
