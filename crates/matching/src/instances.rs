//! Which block of a kind a label belongs to: the indices of its key.
//!
//! Input: the chain. Output: for each link the index of every repeating block that it stands in. A
//! block's printed number (提供先3) counts when it goes on; where the copy lost a block, nothing slides
//! into its number.

use hyokasho_catalogue::{Form, NodeId, Role};
use rustc_hash::FxHashMap;

use crate::chain::Link;

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
                    .find(|&at| form.nodes[at].key.as_deref().is_some_and(|key| crate::chain::is_under(key, &prefix)))
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

/// The indices of each link's key, outermost block first.
pub fn indices(form: &Form, blocks: &Blocks, links: &[Link]) -> Vec<Vec<u32>> {
    let mut now: FxHashMap<String, u32> = FxHashMap::default();
    let mut before: Option<NodeId> = None;
    let mut all = Vec::with_capacity(links.len());
    for link in links {
        step(form, blocks, &mut now, before, link);
        before = Some(link.candidate.node);
        all.push(of_node(form, &now, link.candidate.node));
    }
    all
}

/// Moves the current indices on to a link.
fn step(form: &Form, blocks: &Blocks, now: &mut FxHashMap<String, u32>, before: Option<NodeId>, link: &Link) {
    let node = link.candidate.node;
    let looped = link.again.then(|| innermost_shared(blocks, before, node)).flatten();
    for span in blocks.holding(node) {
        let (open, end, prefix) = &blocks.spans[span];
        let stays = before.is_some_and(|b| *open <= b && b < *end) && looped != Some(span);
        if stays {
            continue;
        }
        let current = now.get(prefix).copied().unwrap_or(0);
        let title = form.nodes[node].role == Role::Block && *open == node;
        let printed = link.candidate.block_number.filter(|&n| title && n > current);
        // A second part of the same files (別添) starts at the first file again.
        let restarts = looped != Some(span) && form.nodes[*open].role == Role::Part;
        let next = printed.unwrap_or(if restarts { 1 } else { current + 1 });
        now.insert(prefix.clone(), next);
        let inner: Vec<String> = now.keys().filter(|key| key.starts_with(&format!("{prefix}."))).cloned().collect();
        for key in inner {
            now.remove(&key);
        }
    }
}

/// The smallest block that holds both nodes: the one that began anew.
fn innermost_shared(blocks: &Blocks, before: Option<NodeId>, node: NodeId) -> Option<usize> {
    let before = before?;
    blocks
        .holding(node)
        .filter(|&at| blocks.spans[at].0 <= before && before < blocks.spans[at].1)
        .min_by_key(|&at| blocks.spans[at].1 - blocks.spans[at].0)
}

/// The indices that a node's key takes from the current blocks; 1 where none was opened.
fn of_node(form: &Form, now: &FxHashMap<String, u32>, node: NodeId) -> Vec<u32> {
    form.nodes[node].key.as_deref().map_or_else(Vec::new, |key| indices_of(key, now))
}

/// The indices of a key pattern's blocks.
pub fn indices_of(key: &str, now: &FxHashMap<String, u32>) -> Vec<u32> {
    key.match_indices(']').map(|(at, _)| now.get(&key[..=at]).copied().unwrap_or(1)).collect()
}
