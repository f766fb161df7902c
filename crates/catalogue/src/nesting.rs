//! Tells under which node each node stands, and its path.
//!
//! Ranks decide: part, heading, risk or block, label or numbered item, item without a number. A node
//! stands under the nearest earlier node of a higher rank that is still open; where the form nests
//! deeper than ranks tell, the data says `under` with the key, the label or the role of an open node.

use crate::{Node, NodeId, Role};

/// What the data says of a node's nesting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stated {
    /// The key, label or role of the node under which it stands.
    pub(crate) under: Option<String>,
    /// Its path, where the numbers do not tell.
    pub(crate) path: Option<String>,
}

/// A node that later ones may stand under.
struct Open {
    id: NodeId,
    rank: u8,
}

/// How far apart the ranks are, so that a node put under another by `under` fits between.
const RANK_STEP: u8 = 10;

fn rank(node: &Node) -> u8 {
    let step = match node.role {
        Role::Part => 0,
        Role::Heading => 1,
        Role::Risk | Role::Block => 2,
        Role::Label => 3,
        Role::Item if node.number.is_some() => 3,
        Role::Item | Role::Furniture => 4,
    };
    step * RANK_STEP
}

/// Sets `parent` and `path` of every node; returns the nodes whose `under` leads nowhere.
pub(crate) fn nest(nodes: &mut [Node], stated: &[Stated]) -> Vec<NodeId> {
    let mut open: Vec<Open> = Vec::new();
    let mut lost = Vec::new();
    for id in 0..nodes.len() {
        let said = stated.get(id).cloned().unwrap_or_default();
        let mut own = rank(&nodes[id]);
        let at = said
            .under
            .as_deref()
            .map(|under| find_open(&open, nodes, under));
        match at {
            Some(Some(at)) => {
                open.truncate(at + 1);
                own = own.max(open[at].rank + 1);
            }
            Some(None) => lost.push(id),
            None => {}
        }
        open.retain(|node| node.rank < own);
        nodes[id].parent = open.last().map(|node| node.id);
        nodes[id].path = path(nodes, id, said.path);
        if nodes[id].role != Role::Furniture {
            open.push(Open { id, rank: own });
        }
    }
    lost
}

/// The open node that `under` names: nearest first.
fn find_open(open: &[Open], nodes: &[Node], under: &str) -> Option<usize> {
    let role = Role::from_name(under);
    open.iter().rposition(|node| {
        let node = &nodes[node.id];
        role.map_or_else(
            || node.key.as_deref() == Some(under) || node.label == under,
            |role| node.role == role,
        )
    })
}

/// The path as stated, or the parent's path with the node's own number.
fn path(nodes: &[Node], id: NodeId, stated: Option<String>) -> String {
    let node = &nodes[id];
    let parent = node.parent.map_or("", |parent| nodes[parent].path.as_str());
    let number = node
        .number
        .as_deref()
        .filter(|_| node.role != Role::Furniture)
        .unwrap_or_default();
    stated.unwrap_or_else(|| format!("{parent}{number}"))
}
