//! Which block of a kind a label belongs to: the indices of its key.
//!
//! Input: the chain. Output: for each link the index of every repeating block that it stands in. A
//! block's printed number (提供先3) counts when it goes on; where the copy lost a block, nothing slides
//! into its number.

use std::ops::Range;

use hyokasho_catalogue::{Form, NodeId, Role};
use rustc_hash::FxHashMap;

use crate::chain::Link;
use crate::heads::is_within;

/// Labels of a block at most (an outsourcing of the full form has 19), printed a few times each.
const MOST_LABELS: usize = 64;

/// Blocks of a form: the nodes that open them and where they end.
#[derive(Debug)]
pub struct Blocks {
    /// `(opening node, end, prefix)`, in the order of the form.
    pub spans: Vec<(NodeId, NodeId, String)>,
}

impl Blocks {
    /// The repeating blocks of a form.
    pub fn new(form: &Form) -> Self {
        let spans = form
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(open, node)| {
                let prefix = node.opens.clone()?;
                let next = (open + 1..form.nodes.len())
                    .find(|&at| form.nodes[at].opens.as_deref() == Some(prefix.as_str()))
                    .unwrap_or(form.nodes.len());
                let last = (open..next)
                    .rev()
                    .find(|&at| {
                        form.nodes[at]
                            .key
                            .as_deref()
                            .is_some_and(|key| crate::chain::is_under(key, &prefix))
                    })
                    .unwrap_or(open);
                Some((open, last + 1, prefix))
            })
            .collect();
        Self { spans }
    }

    fn holding(&self, node: NodeId) -> impl Iterator<Item = usize> + '_ {
        (0..self.spans.len()).filter(move |&at| self.spans[at].0 <= node && node < self.spans[at].1)
    }
}

/// The blocks that are open at each link.
#[derive(Debug)]
pub struct Instances {
    at_link: Vec<Vec<(String, u32)>>,
}

impl Instances {
    /// Counts the blocks along the chain. `says` is what stands behind a link's label.
    pub fn new(
        form: &Form,
        blocks: &Blocks,
        links: &[Link],
        says: impl Fn(usize) -> String,
    ) -> Self {
        let mut now: FxHashMap<String, u32> = FxHashMap::default();
        let mut parts: FxHashMap<NodeId, u32> = FxHashMap::default();
        let mut before: Option<NodeId> = None;
        let mut at_link = Vec::with_capacity(links.len());
        for (at, link) in links.iter().enumerate() {
            let again = link.again
                && !is_repeated_title(form, blocks, &now, links, at, &says)
                && !is_repeated_head(form, blocks, links, at)
                && !is_out_of_order(form, blocks, &now, links, at);
            let part = entered_part(form, blocks, before, link.candidate.node)
                .map(|span| (span, part_index(form, blocks, links, at, span, &parts)));
            step(form, blocks, &mut now, before, link, again, part);
            keep_part(form, blocks, &mut parts, &now, link.candidate.node);
            before = Some(link.candidate.node);
            at_link.push(
                now.iter()
                    .map(|(prefix, &index)| (prefix.clone(), index))
                    .collect(),
            );
        }
        Self { at_link }
    }

    /// The indices that a key pattern has at a link, outermost block first; 1 where a block was not
    /// opened.
    pub fn of(&self, link: usize, key: &str) -> Vec<u32> {
        let open = self.at_link.get(link).map_or(&[][..], Vec::as_slice);
        key.match_indices(']')
            .map(|(at, _)| {
                open.iter()
                    .find(|(prefix, _)| prefix == &key[..=at])
                    .map_or(1, |(_, index)| *index)
            })
            .collect()
    }
}

/// The repeating part that the step to a node comes into from outside.
fn entered_part(
    form: &Form,
    blocks: &Blocks,
    before: Option<NodeId>,
    node: NodeId,
) -> Option<usize> {
    blocks.holding(node).find(|&span| {
        let (open, end, _) = &blocks.spans[span];
        let stays = before.is_some_and(|b| *open <= b && b < *end);
        form.nodes[*open].role == Role::Part && !stays
    })
}

/// The index of a part that is come into from outside. A part (and a second part of the same files, 別添) counts
/// from the first file on; where documents print the parts of one file behind those of another (Ⅱ, 別添, Ⅱ, 別添),
/// it counts on from its own last index, unless it only goes on where it was left. A second part has no more files
/// than the first one.
fn part_index(
    form: &Form,
    blocks: &Blocks,
    links: &[Link],
    at: usize,
    span: usize,
    parts: &FxHashMap<NodeId, u32>,
) -> u32 {
    let (open, end, prefix) = &blocks.spans[span];
    let Some(&known) = parts.get(open) else {
        return 1;
    };
    let first = blocks.spans.iter().find(|(.., other)| other == prefix);
    let files = first.filter(|(first, ..)| first != open);
    let most = files.and_then(|(first, ..)| parts.get(first)).copied();
    let within = |link: &&Link| (*open..*end).contains(&link.candidate.node);
    let tells = |link: &&Link| {
        let role = form.nodes[link.candidate.node].role;
        within(link) && !matches!(role, Role::Part | Role::Furniture)
    };
    let last = links[..at].iter().rev().find(tells);
    let next = links[at..].iter().take_while(within).find(tells);
    let left_open = match (last, next) {
        (Some(last), Some(next)) => goes_on(form, blocks, last, next, links[..at].iter().rev()),
        (last, _) => last.is_some(),
    };
    if left_open || most.is_some_and(|most| known >= most) {
        known
    } else {
        known + 1
    }
}

/// Keeps the index of the part that a node stands in.
fn keep_part(
    form: &Form,
    blocks: &Blocks,
    parts: &mut FxHashMap<NodeId, u32>,
    now: &FxHashMap<String, u32>,
    node: NodeId,
) {
    for span in blocks.holding(node) {
        let (open, _, prefix) = &blocks.spans[span];
        if let (Role::Part, Some(&index)) = (form.nodes[*open].role, now.get(prefix)) {
            parts.insert(*open, index);
        }
    }
}

/// Moves the current indices on to a link; `part` is the repeating part that the step comes into, and its index.
fn step(
    form: &Form,
    blocks: &Blocks,
    now: &mut FxHashMap<String, u32>,
    before: Option<NodeId>,
    link: &Link,
    again: bool,
    part: Option<(usize, u32)>,
) {
    let node = link.candidate.node;
    let looped = again
        .then(|| innermost_shared(blocks, before, node))
        .flatten();
    for span in blocks.holding(node) {
        let (open, end, prefix) = &blocks.spans[span];
        let stays = before.is_some_and(|b| *open <= b && b < *end) && looped != Some(span);
        if stays {
            continue;
        }
        let current = now.get(prefix).copied().unwrap_or(0);
        let title = form.nodes[node].role == Role::Block && *open == node;
        let printed = link
            .candidate
            .block_number
            .filter(|&n| title && n > current);
        let entered = part.filter(|(entered, _)| *entered == span && looped != Some(span));
        let next = printed.unwrap_or(entered.map_or(current + 1, |(_, index)| index));
        now.insert(prefix.clone(), next);
        let inner: Vec<String> = now
            .keys()
            .filter(|key| key.starts_with(&format!("{prefix}.")))
            .cloned()
            .collect();
        for key in inner {
            now.remove(&key);
        }
    }
}

/// Whether a block's title is printed once more with the number that the block has, and goes on with
/// items that the block does not have yet: copies repeat it at a page's head, or beside every row. Or right
/// behind itself, as a headline and as the first row of the table below: then one of the two has the value.
fn is_repeated_title(
    form: &Form,
    blocks: &Blocks,
    now: &FxHashMap<String, u32>,
    links: &[Link],
    at: usize,
    says: &impl Fn(usize) -> String,
) -> bool {
    let title = &links[at].candidate;
    let span = blocks.spans.iter().find(|(open, ..)| *open == title.node);
    let Some((open, end, prefix)) = span.filter(|_| form.nodes[title.node].role == Role::Block)
    else {
        return false;
    };
    if title.block_number.is_none() || title.block_number != now.get(prefix).copied() {
        return false;
    }
    if at > 0 && links[at - 1].candidate.node == title.node {
        let (first, second) = (says(at - 1), says(at));
        return first.is_empty() || second.is_empty() || first == second;
    }
    let is_item = |link: &&Link| link.candidate.node != title.node;
    let last = in_block(links[..at].iter().rev(), *open..*end).find(is_item);
    let next = in_block(links[at + 1..].iter(), *open..*end).find(is_item);
    match (last, next) {
        (Some(last), Some(next)) => last.candidate.node < next.candidate.node,
        _ => false,
    }
}

/// Whether the headline of a part that repeats, or of a section in it, is printed once more and the part goes on
/// behind it: right below itself, as a headline and as the first row of a table, or at a page's head. A part
/// begins anew where its sections do.
fn is_repeated_head(form: &Form, blocks: &Blocks, links: &[Link], at: usize) -> bool {
    let head = links[at].candidate.node;
    let role = |node: NodeId| form.nodes[node].role;
    let span = blocks
        .holding(head)
        .map(|span| &blocks.spans[span])
        .find(|(open, ..)| {
            role(*open) == Role::Part && (*open == head || role(head) == Role::Heading)
        });
    let Some((open, end, _)) = span else {
        return false;
    };
    let before = || {
        let links = links[..at].iter().rev();
        links.take_while(|link| (*open..*end).contains(&link.candidate.node))
    };
    let is_head = |link: &Link| link.candidate.node == head;
    let tells = |link: &&Link| {
        !is_head(link) && !matches!(role(link.candidate.node), Role::Part | Role::Furniture)
    };
    let last = before().find(tells);
    // The headline of the section that is open may be printed again as well.
    let is_open = |link: &Link| {
        let (section, role) = (link.candidate.node, role(link.candidate.node));
        role == Role::Heading
            && last.is_some_and(|last| is_within(form, last.candidate.node, section))
    };
    let mut behind = links[at + 1..].iter();
    let next = behind.find(|link| tells(link) && !is_open(link));
    let Some(next) = next.filter(|next| (*open..*end).contains(&next.candidate.node)) else {
        return false;
    };
    let right_below = before().take_while(|link| !tells(link)).any(is_head);
    before().any(is_head)
        && (right_below || last.is_some_and(|last| goes_on(form, blocks, last, next, before())))
}

/// Whether a part that stood at one label goes on with another: the form prints it later, or it is the next of the
/// blocks that repeat there.
fn goes_on<'l>(
    form: &Form,
    blocks: &Blocks,
    last: &Link,
    next: &Link,
    mut before: impl Iterator<Item = &'l Link>,
) -> bool {
    let (from, to) = (last.candidate.node, next.candidate.node);
    let title = |node: NodeId| {
        let open = |span: usize| blocks.spans[span].0;
        let mut spans = blocks.holding(node).map(open);
        spans.find(|&open| form.nodes[open].role == Role::Block)
    };
    match (title(from), title(to)) {
        (Some(a), Some(b)) if a == b => {
            let own = before
                .find(|link| link.candidate.node == a)
                .and_then(|link| link.candidate.block_number);
            to != b || next.candidate.block_number >= own
        }
        _ => from < to,
    }
}

/// Whether a step back in a block, to a label that is not its title, only stands out of order. The form
/// prints a title with a number on every block: where the next title counts on from the block's own, none
/// was lost between them; at the last block a new one would begin with its first item.
fn is_out_of_order(
    form: &Form,
    blocks: &Blocks,
    now: &FxHashMap<String, u32>,
    links: &[Link],
    at: usize,
) -> bool {
    let node = links[at].candidate.node;
    let before = at.checked_sub(1).map(|before| links[before].candidate.node);
    let Some(span) = innermost_shared(blocks, before, node) else {
        return false;
    };
    let (open, end, prefix) = &blocks.spans[span];
    if node == *open || form.nodes[*open].role != Role::Block {
        return false;
    }
    let is_title = |link: &&Link| link.candidate.node == *open;
    let titled = in_block(links[..at].iter().rev(), *open..*end).find(is_title);
    let Some(own) = titled.and_then(|title| title.candidate.block_number) else {
        return false;
    };
    if now.get(prefix) != Some(&own) {
        return false;
    }
    let next = in_block(links[at..].iter(), *open..*end).find(is_title);
    match next.and_then(|title| title.candidate.block_number) {
        Some(next) => next == own + 1,
        None => (*open + 1..node).any(|id| form.nodes[id].role == Role::Item),
    }
}

/// The links of a block from its beginning or its end on, as many as one block may have.
fn in_block<'l>(
    links: impl Iterator<Item = &'l Link>,
    block: Range<NodeId>,
) -> impl Iterator<Item = &'l Link> {
    links
        .take(MOST_LABELS)
        .take_while(move |link| block.contains(&link.candidate.node))
}

/// The smallest block that holds both nodes: the one that began anew.
fn innermost_shared(blocks: &Blocks, before: Option<NodeId>, node: NodeId) -> Option<usize> {
    let before = before?;
    blocks
        .holding(node)
        .filter(|&at| blocks.spans[at].0 <= before && before < blocks.spans[at].1)
        .min_by_key(|&at| blocks.spans[at].1 - blocks.spans[at].0)
}
