//! Whose value each piece is.
//!
//! Input: the regions behind the labels. Mostly a region is its label's value. Three layouts differ, and
//! each is told by its own evidence: a row of labels over a row of values; labels stacked before all
//! their values; a row whose label the copy lost. Output: one assignment an item, and what is nobody's.

use hyokasho_catalogue::{Form, ItemKind, NodeId, Role};
use hyokasho_model::{Basis, Status};

use crate::candidates::BULLETS;
use crate::chain::Link;
use crate::choice;
use crate::compose::{paragraphs, text_of};
use crate::fold::fold_start;
use crate::instances::Instances;
use crate::lost;
use crate::regions::{Piece, Region};
use crate::sheet::Sheet;
use crate::values;

/// An item and the pieces that are its value.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The item's node.
    pub node: NodeId,
    /// Indices of its key.
    pub indices: Vec<u32>,
    /// Where its label stands; empty where the copy lost it.
    pub label: Vec<Piece>,
    /// Its value.
    pub pieces: Vec<Piece>,
    /// Whether the value was found by its place in the form.
    pub by_position: bool,
    /// Whether the pieces may belong to a neighbour: labels stand apart from their values.
    pub doubtful: bool,
    /// The similarity of the label with the catalogue's.
    pub similarity: f64,
}

/// What was assigned, and what was not.
#[derive(Debug, Default)]
pub struct Distribution {
    /// One entry a label found, in reading order.
    pub assignments: Vec<Assignment>,
    /// Pieces that belong to no item.
    pub unassigned: Vec<Piece>,
}

/// What the distribution looks at.
pub struct Ground<'a> {
    /// The document.
    pub sheet: &'a Sheet<'a>,
    /// The form.
    pub form: &'a Form,
    /// The chain.
    pub links: &'a [Link],
    /// Blocks that are open at each link.
    pub instances: &'a Instances,
    /// Furniture texts in angle brackets.
    pub asides: &'a [Vec<char>],
    /// Whether the copy is known to put labels before all their values.
    pub labels_first: bool,
}

/// Assigns the pieces of all regions.
pub fn distribute(ground: &Ground<'_>, regions: Vec<Region>) -> Distribution {
    let mut regions = regions;
    let habit = labels_first(ground, &regions);
    let ground = &Ground {
        labels_first: habit,
        ..*ground
    };
    let mut out = Distribution::default();
    let mut at = 0;
    while at < regions.len() {
        let taken = header_row(ground, &mut regions, at, &mut out)
            .or_else(|| stack(ground, &mut regions, at, &mut out));
        if let Some(taken) = taken {
            at += taken;
            continue;
        }
        let next = regions.get(at + 1).and_then(|region| region.link);
        single(ground, &mut regions[at], next, &mut out);
        at += 1;
    }
    out
}

impl Ground<'_> {
    /// The node of a region's label.
    pub fn node_of(&self, region: &Region) -> Option<NodeId> {
        region.link.map(|link| self.links[link].candidate.node)
    }

    /// The node of a region whose label labels an item.
    fn item_of(&self, region: &Region) -> Option<NodeId> {
        self.node_of(region)
            .filter(|&node| self.form.nodes[node].key.is_some())
    }

    fn assignment(&self, region: &Region, node: NodeId, pieces: Vec<Piece>) -> Assignment {
        let link = region.link.unwrap_or(0);
        Assignment {
            node,
            indices: self.instances.of(
                link,
                self.form.nodes[node].key.as_deref().unwrap_or_default(),
            ),
            label: region.label.clone(),
            pieces,
            by_position: false,
            doubtful: false,
            similarity: self.links[link].candidate.similarity,
        }
    }

    /// The kind of a node's value.
    pub fn kind(&self, node: NodeId) -> ItemKind {
        self.form.nodes[node].kind.unwrap_or(ItemKind::Text)
    }

    fn block_of(&self, piece: &Piece) -> u32 {
        self.sheet.cells[piece.cell].block
    }
}

/// One label and its region.
fn single(ground: &Ground<'_>, region: &mut Region, next: Option<usize>, out: &mut Distribution) {
    let Some(node) = ground.node_of(region) else {
        out.unassigned.append(&mut region.pieces);
        return;
    };
    let lost = lost_items(ground, node, next);
    let mut orphans = Vec::new();
    if ground.form.nodes[node].key.is_some() {
        let pieces = std::mem::take(&mut region.pieces);
        let (own, unlabelled) = split_unlabelled(ground, region, pieces, &lost);
        let mut assignment = ground.assignment(region, node, own);
        assignment.doubtful = unlabelled.is_empty()
            && lost::may_hold(
                ground,
                region,
                node,
                &assignment.pieces,
                &lost_keys(ground, node, next),
            );
        out.assignments.push(assignment);
        orphans = unlabelled;
    } else if lost.len() == 1 && !region.pieces.is_empty() {
        orphans.push(std::mem::take(&mut region.pieces));
    } else if let Some(shares) = share_of_lost(ground, region, &lost) {
        region.pieces.clear();
        orphans = shares.into_iter().map(|share| share.pieces).collect();
    } else {
        out.unassigned.append(&mut region.pieces);
    }
    for (&item, pieces) in lost.iter().zip(orphans) {
        let mut assignment = ground.assignment(region, item, pieces);
        assignment.label = Vec::new();
        assignment.by_position = true;
        assignment.doubtful = ground.kind(item) == ItemKind::Text
            && lost::has_label(ground, item, &assignment.pieces);
        out.assignments.push(assignment);
    }
}

/// One cell beside a label over several items whose own labels the copy lost: shared by kind, where
/// every share is certain.
fn share_of_lost(ground: &Ground<'_>, region: &Region, lost: &[NodeId]) -> Option<Vec<Share>> {
    let typed = lost.iter().any(|&node| ground.kind(node) != ItemKind::Text);
    let [piece] = region.pieces.as_slice() else {
        return None;
    };
    if !typed || lost.len() < 2 || !region.own_cell {
        return None;
    }
    let shares = share(ground, lost, &lines_of(ground, std::slice::from_ref(piece)))?;
    let certain = |share: &Share| !share.doubtful && !share.pieces.is_empty();
    shares.iter().all(certain).then_some(shares)
}

/// Items that the form prints between this label and the next one, and the copy does not show.
fn lost_items(ground: &Ground<'_>, node: NodeId, next: Option<usize>) -> Vec<NodeId> {
    let items = lost_keys(ground, node, next);
    let is_item = |&id: &NodeId| ground.form.nodes[id].role == Role::Item;
    items.into_iter().filter(is_item).collect()
}

/// The node behind a part's last one. The last label of the document tells nothing of what the form prints
/// behind it, but what stands under a part's headline belongs to the part.
fn part_end(form: &Form, part: NodeId) -> NodeId {
    let behind = form.nodes.iter().skip(part + 1);
    part + 1 + behind.take_while(|node| node.role != Role::Part).count()
}

/// The same with headings that are labels of a value themselves.
fn lost_keys(ground: &Ground<'_>, node: NodeId, next: Option<usize>) -> Vec<NodeId> {
    let nodes = &ground.form.nodes;
    let next = match next {
        Some(link) => ground.links[link].candidate.node,
        None if nodes[node].role == Role::Part => part_end(ground.form, node),
        None => return Vec::new(),
    };
    let block = |id: NodeId| {
        ground.form.nodes[id]
            .key
            .as_deref()
            .and_then(|key| key.rfind(']').map(|at| &key[..=at]))
    };
    let own = block(node).or_else(|| (node + 1 < next).then(|| block(node + 1)).flatten());
    (node + 1..next)
        .filter(|&id| {
            let item = &ground.form.nodes[id];
            matches!(item.role, Role::Item | Role::Heading)
                && item.key.is_some()
                && item.within.is_none()
                && block(id) == own
        })
        .collect()
}

/// Parts rows with a blank label cell from the value where the form has just as many items there
/// whose labels are not found: the copy lost their labels.
fn split_unlabelled(
    ground: &Ground<'_>,
    region: &Region,
    pieces: Vec<Piece>,
    lost: &[NodeId],
) -> (Vec<Piece>, Vec<Vec<Piece>>) {
    let Some(label) = region.label.last() else {
        return (pieces, Vec::new());
    };
    let label_block = ground.block_of(label);
    if lost.is_empty() || !region.own_cell {
        return (pieces, Vec::new());
    }
    let has_own_value = pieces
        .iter()
        .any(|piece| ground.block_of(piece) == label_block);
    let (own, rest): (Vec<Piece>, Vec<Piece>) = pieces.iter().cloned().partition(|piece| {
        let cell = &ground.sheet.cells[piece.cell];
        cell.block == label_block || !cell.row || !has_blank_label(ground.sheet, piece.cell)
    });
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in rest {
        match rows.last_mut() {
            Some(row) if ground.block_of(&row[0]) == ground.block_of(&piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    let fits = rows.len() == lost.len()
        && rows.iter().zip(lost).all(|(row, &item)| {
            let text = text_of(ground.sheet, row);
            let read = values::read(&ground.form.nodes[item], &text, ground.asides);
            read.object.status != Status::Unclear
        });
    if has_own_value && fits {
        (own, rows)
    } else {
        (pieces, Vec::new())
    }
}

/// Whether the cell stands in a row whose first cell is blank, and is not that cell.
fn has_blank_label(sheet: &Sheet, cell: usize) -> bool {
    let this = &sheet.cells[cell];
    let first = cell - this.cell as usize;
    this.cell > 0
        && sheet
            .cells
            .get(first)
            .is_some_and(|first| first.block == this.block && first.text.trim().is_empty())
}

/// A row of labels over a row of values: 評価書番号 | 評価書名 over 44 | ….
fn header_row(
    ground: &Ground<'_>,
    regions: &mut [Region],
    at: usize,
    out: &mut Distribution,
) -> Option<usize> {
    let first = regions[at].label.first()?;
    let block = ground.sheet.cells[first.cell]
        .row
        .then(|| ground.block_of(first))?;
    let count = regions[at..]
        .iter()
        .take_while(|region| {
            region
                .label
                .first()
                .is_some_and(|label| ground.block_of(label) == block)
        })
        .count();
    let group = &regions[at..at + count];
    if count < 2 || group.iter().any(|region| ground.item_of(region).is_none()) {
        return None;
    }
    let (last, before) = group.split_last()?;
    if before.iter().any(|region| !region.pieces.is_empty())
        || last.pieces.iter().any(|p| ground.block_of(p) <= block)
    {
        return None;
    }
    let width = |block: u32, cell: usize| {
        let first = cell - ground.sheet.cells[cell].cell as usize;
        ground.sheet.cells[first..]
            .iter()
            .take_while(|c| c.block == block)
            .count()
    };
    let value = last.pieces.first()?;
    let value_block = ground.block_of(value);
    if value_block != block + 1 || width(value_block, value.cell) != width(block, first.cell) {
        return None;
    }
    let pieces = std::mem::take(&mut regions[at + count - 1].pieces);
    let (row, rest): (Vec<Piece>, Vec<Piece>) = pieces
        .into_iter()
        .partition(|p| ground.block_of(p) == value_block);
    for region in &regions[at..at + count] {
        let column = ground.sheet.cells[region.label[0].cell].cell;
        let own = row
            .iter()
            .filter(|p| ground.sheet.cells[p.cell].cell == column)
            .cloned()
            .collect();
        if let Some(node) = ground.item_of(region) {
            out.assignments.push(ground.assignment(region, node, own));
        }
    }
    out.unassigned.extend(rest);
    Some(count)
}

/// Labels that stand before all their values: none but the last has anything behind it, and no label
/// has a cell for its value to itself.
struct Stack {
    /// Regions of the labels that are items.
    members: Vec<usize>,
    /// The region that holds the values.
    last: usize,
    /// The values' lines.
    lines: Vec<Piece>,
}

impl Stack {
    /// The stack that begins at a region.
    fn at(ground: &Ground<'_>, regions: &[Region], at: usize) -> Option<Self> {
        // Labels in one cell share the cell beside it; else a cell beside a label is its own.
        let label_cell = |region: &Region| region.label.last().map(|label| label.cell);
        let first_cell = label_cell(&regions[at]);
        let to_itself = |region: &Region| region.own_cell && label_cell(region) != first_cell;
        let role = |region: &Region| {
            ground
                .node_of(region)
                .map(|node| ground.form.nodes[node].role)
        };
        // A block's title begins other items.
        let stacks = |region: &Region| match role(region) {
            Some(Role::Part | Role::Block) | None => false,
            Some(Role::Label) => true,
            Some(_) => ground.item_of(region).is_some(),
        };
        let mut last = at;
        while regions
            .get(last)
            .is_some_and(|region| region.pieces.is_empty() && !to_itself(region) && stacks(region))
        {
            last += 1;
        }
        let holder = regions
            .get(last)
            .filter(|holder| stacks(holder) && ground.item_of(holder).is_some())?;
        if last == at || to_itself(holder) || holder.pieces.is_empty() {
            return None;
        }
        let same_heading = |n: usize| heading(ground, &regions[n]) == heading(ground, holder);
        let mut members: Vec<usize> = (at..=last)
            .filter(|&n| ground.item_of(&regions[n]).is_some() && same_heading(n))
            .collect();
        if members.len() < 2 || members[0] != at {
            return None;
        }
        // A label that is printed again above its value takes its own.
        let again = regions.get(last + 1);
        if again.is_some_and(|next| {
            ground.node_of(next) == ground.node_of(holder) && !next.pieces.is_empty()
        }) {
            members.pop();
        }
        Some(Self {
            members,
            last,
            lines: lines_of(ground, &holder.pieces),
        })
    }

    /// Whether the form prints items between its labels, and behind the last one, that are not found.
    fn loses_labels(&self, ground: &Ground<'_>, regions: &[Region]) -> bool {
        self.members.iter().any(|&member| {
            let next = regions.get(member + 1).and_then(|region| region.link);
            ground.item_of(&regions[member]).is_some_and(|node| {
                let lost = lost_items(ground, node, next);
                lost.iter().any(|&id| {
                    let item = &ground.form.nodes[id];
                    item.since.is_none() && item.until.is_none()
                })
            })
        })
    }

    fn nodes(&self, ground: &Ground<'_>, regions: &[Region]) -> Vec<NodeId> {
        self.members
            .iter()
            .filter_map(|&member| ground.item_of(&regions[member]))
            .collect()
    }
}

/// Whether some stack of the copy has typed items that find their values in its lines: evidence that the
/// copy puts labels before values.
fn labels_first(ground: &Ground<'_>, regions: &[Region]) -> bool {
    (0..regions.len())
        .filter_map(|at| Stack::at(ground, regions, at))
        .any(|stack| {
            let nodes = stack.nodes(ground, regions);
            let typed = nodes
                .iter()
                .any(|&node| ground.kind(node) != ItemKind::Text);
            let shares = typed
                .then(|| share(ground, &nodes, &stack.lines))
                .flatten()
                .unwrap_or_default();
            shares
                .iter()
                .filter(|share| !share.pieces.is_empty())
                .count()
                > 1
        })
}

/// Shares the values of a stack out among its labels; gives the regions taken.
fn stack(
    ground: &Ground<'_>,
    regions: &mut [Region],
    at: usize,
    out: &mut Distribution,
) -> Option<usize> {
    let stack = Stack::at(ground, regions, at)?;
    let nodes = stack.nodes(ground, regions);
    let shares = share(ground, &nodes, &stack.lines)?;
    // The values of labels that the copy lost stand among the others.
    let lost = stack.loses_labels(ground, regions);
    regions[stack.last].pieces.clear();
    for (&member, share) in stack.members.iter().zip(shares) {
        let Some(node) = ground.item_of(&regions[member]) else {
            continue;
        };
        let mut assignment = ground.assignment(&regions[member], node, share.pieces);
        assignment.by_position = true;
        assignment.doubtful = share.doubtful || (lost && ground.kind(node) == ItemKind::Text);
        out.assignments.push(assignment);
    }
    Some(stack.last + 1 - at)
}

fn heading(ground: &Ground<'_>, region: &Region) -> Option<NodeId> {
    let mut node = ground.node_of(region)?;
    while let Some(parent) = ground.form.nodes[node].parent {
        if matches!(
            ground.form.nodes[node].role,
            Role::Heading | Role::Block | Role::Risk
        ) {
            return Some(node);
        }
        node = parent;
    }
    Some(node)
}

/// Pieces parted at their line ends.
fn lines_of(ground: &Ground<'_>, pieces: &[Piece]) -> Vec<Piece> {
    let mut lines = Vec::new();
    for piece in pieces {
        let text = &ground.sheet.cells[piece.cell].text[piece.range.clone()];
        let mut start = piece.range.start;
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                lines.push(Piece {
                    cell: piece.cell,
                    range: start..start + line.len(),
                });
            }
            start += line.len() + 1;
        }
    }
    lines
}

/// One label's share of the lines.
#[derive(Debug, Clone, Default)]
struct Share {
    pieces: Vec<Piece>,
    doubtful: bool,
}

/// A stack of more labels than this is no stack of the forms (a provision has eight).
const MOST_MEMBERS: usize = 12;
/// Characters of an assessment's number at most.
const LONGEST_NUMBER: usize = 8;
/// Folded characters that tell whether a line begins with a list's number.
const LIST_START: usize = 6;
/// More lines than this are paragraphs, not values.
const MOST_SHARED_LINES: usize = 80;

/// Shares lines out among stacked labels: in order, so that every typed item can read its share. Texts
/// between typed items share one line each where there are just as many, else they are doubtful.
fn share(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Option<Vec<Share>> {
    if nodes.is_empty() || nodes.len() > MOST_MEMBERS || lines.len() > MOST_SHARED_LINES {
        return None;
    }
    if let Some(shares) = number_beside_name(ground, nodes, lines) {
        return Some(shares);
    }
    let groups = group_texts(ground, nodes);
    let listed = listed_options(ground, nodes, lines);
    let cuts = best_cuts(ground, &groups, lines, &listed);
    let only_texts = groups.len() == 1 && groups[0].typed.is_none();
    // Texts alone: the first ones are blank and the last one is filled, as everywhere in the form, unless
    // the copy puts labels before their values elsewhere too, or there is a line for each of some names.
    let is_name = |&node: &NodeId| ground.form.nodes[node].name;
    let names = lines.len() == nodes.len() && nodes.iter().all(is_name);
    let apart = names
        || ground.labels_first
            && (nodes.len() > 2 || one_each(ground.sheet, lines, nodes.len()).len() == nodes.len());
    if only_texts && !apart && !is_number_and_text(ground, lines) {
        return as_many_texts(ground, nodes, lines);
    }
    let mut shares = Vec::with_capacity(nodes.len());
    for (group, cut) in groups.iter().zip(cuts.windows(2)) {
        let part = &lines[cut[0]..cut[1]];
        let paragraphs = one_each(ground.sheet, part, group.count);
        let even = group.count == 1
            || part.is_empty()
            || (paragraphs.len() == group.count && !parts_sentence(ground.sheet, &paragraphs));
        for member in 0..group.count {
            let pieces = match (even, group.count) {
                (true, 2..) => paragraphs.get(member).cloned().unwrap_or_default(),
                _ => part.to_vec(),
            };
            shares.push(Share {
                pieces,
                doubtful: !even,
            });
        }
    }
    Some(shares)
}

/// A text for each label of a stack of texts: the copy may have put the labels before the values here alone, or the
/// last label has them all. A list belongs to one label.
fn as_many_texts(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Option<Vec<Share>> {
    let texts = one_each(ground.sheet, lines, nodes.len());
    let is_listed = |text: &Vec<Piece>| {
        let piece = text.first();
        piece.is_some_and(|piece| {
            let text = ground.sheet.cells[piece.cell].text[piece.range.clone()].trim_start();
            text.starts_with(BULLETS)
                || choice::list_number(&fold_start(text, LIST_START)).is_some()
        })
    };
    let listed = texts.iter().filter(|text| is_listed(text)).count();
    if texts.len() != nodes.len() || listed > 1 || parts_sentence(ground.sheet, &texts) {
        return None;
    }
    let share = |pieces| Share {
        pieces,
        doubtful: true,
    };
    Some(texts.into_iter().map(share).collect())
}

/// The number and the name that the form prints side by side at its head: the one line that is a bare
/// number, before the name or behind it, or the first word of the name's line, and the name's lines.
fn number_beside_name(
    ground: &Ground<'_>,
    nodes: &[NodeId],
    lines: &[Piece],
) -> Option<Vec<Share>> {
    let head = ground.form.items().next().map(|(node, _)| node);
    if nodes.len() != 2 || nodes.first().copied() != head {
        return None;
    }
    let text = |line: &Piece| &ground.sheet.cells[line.cell].text[line.range.clone()];
    let is_number = |line: &Piece| is_bare_number(text(line));
    let parted: Vec<Piece>;
    let (number, name) = match lines {
        [number, name @ ..] if is_number(number) => (number, name),
        [name @ .., number] if is_number(number) => (number, name),
        [first, rest @ ..] => {
            let (word, _) = text(first).split_once(' ')?;
            let end = first.range.start + word.len();
            let piece = |range| Piece {
                cell: first.cell,
                range,
            };
            let pair = [piece(first.range.start..end), piece(end..first.range.end)];
            parted = pair.into_iter().chain(rest.iter().cloned()).collect();
            (parted.first().filter(|word| is_number(word))?, &parted[1..])
        }
        [] => return None,
    };
    let share = |pieces: &[Piece]| Share {
        pieces: pieces.to_vec(),
        doubtful: false,
    };
    let told = !name.is_empty() && !name.iter().any(is_number);
    told.then(|| vec![share(std::slice::from_ref(number)), share(name)])
}

/// An assessment's number: digits, perhaps with letters and dashes.
fn is_bare_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= LONGEST_NUMBER
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A bare number over a text: the values of a number and a name that the form prints side by side.
fn is_number_and_text(ground: &Ground<'_>, lines: &[Piece]) -> bool {
    let text = |line: &Piece| {
        ground.sheet.cells[line.cell].text[line.range.clone()]
            .trim()
            .to_owned()
    };
    lines.len() == 2 && {
        let (first, second) = (text(&lines[0]), text(&lines[1]));
        first.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !second.is_ascii()
    }
}

/// Whether the lines of a sentence are shared out as values: one that goes on in the next, which ends it.
fn parts_sentence(sheet: &Sheet, shares: &[Vec<Piece>]) -> bool {
    let lines = paragraphs(sheet, &shares.concat());
    let ends = |piece: &Piece| {
        let text = &sheet.cells[piece.cell].text[piece.range.clone()];
        text.trim_end().ends_with('。')
    };
    lines.len() < shares.len()
        && lines
            .iter()
            .any(|lines| lines.len() > 1 && lines.last().is_some_and(ends))
}

/// Lines as values: each for itself where there are just as many as are wanted, else wrapped ones joined.
fn one_each(sheet: &Sheet, lines: &[Piece], wanted: usize) -> Vec<Vec<Piece>> {
    if lines.len() == wanted {
        lines.iter().map(|line| vec![line.clone()]).collect()
    } else {
        paragraphs(sheet, lines)
    }
}

/// Neighbouring text items, or one typed item.
struct Group {
    typed: Option<NodeId>,
    count: usize,
}

fn group_texts(ground: &Ground<'_>, nodes: &[NodeId]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &node in nodes {
        if ground.kind(node) != ItemKind::Text {
            groups.push(Group {
                typed: Some(node),
                count: 1,
            });
        } else if let Some(group) = groups.last_mut().filter(|group| group.typed.is_none()) {
            group.count += 1;
        } else {
            groups.push(Group {
                typed: None,
                count: 1,
            });
        }
    }
    groups
}

/// Where to cut the lines so that the groups fit best: for each group its start, and the end.
fn best_cuts(
    ground: &Ground<'_>,
    groups: &[Group],
    lines: &[Piece],
    listed: &[bool],
) -> Vec<usize> {
    let n = lines.len();
    let mut best = vec![vec![f64::NEG_INFINITY; n + 1]; groups.len() + 1];
    let mut from = vec![vec![0; n + 1]; groups.len() + 1];
    best[0][0] = 0.0;
    for (g, group) in groups.iter().enumerate() {
        for start in 0..=n {
            if best[g][start] == f64::NEG_INFINITY {
                continue;
            }
            for end in start..=n {
                let score =
                    best[g][start] + fit(ground, group, &lines[start..end], &listed[start..end]);
                if score > best[g + 1][end] {
                    best[g + 1][end] = score;
                    from[g + 1][end] = start;
                }
            }
        }
    }
    let mut cuts = vec![n; groups.len() + 1];
    for g in (0..groups.len()).rev() {
        cuts[g] = from[g + 1][cuts[g + 1]];
    }
    cuts
}

/// Which lines belong to the option list of one of the choices: no free text holds such lines.
fn listed_options(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Vec<bool> {
    let options: Vec<Vec<char>> = nodes
        .iter()
        .flat_map(|&node| &ground.form.nodes[node].options)
        .map(|option| crate::fold::fold(&hyokasho_normalize::normalize(&option.text)))
        .collect();
    lines
        .iter()
        .map(|line| {
            let chars = crate::fold::fold(&ground.sheet.cells[line.cell].text[line.range.clone()]);
            let aside = ground
                .asides
                .iter()
                .any(|aside| chars.windows(aside.len()).any(|w| w == aside.as_slice()));
            aside || is_list_item(&chars, &options)
        })
        .collect()
}

/// Whether a line is a numbered option, alone or before the next one: an item of a text may begin with an
/// option's words (③再委託する業務の範囲).
fn is_list_item(chars: &[char], options: &[Vec<char>]) -> bool {
    let Some((_, used)) = crate::choice::list_number(chars) else {
        return false;
    };
    let behind = |option: &Vec<char>| chars[used..].strip_prefix(option.as_slice());
    let ends = |rest: &[char]| rest.is_empty() || crate::choice::list_number(rest).is_some();
    options.iter().filter_map(behind).any(ends)
}

/// How well lines fit a group.
fn fit(ground: &Ground<'_>, group: &Group, lines: &[Piece], listed: &[bool]) -> f64 {
    let Some(node) = group.typed else {
        let even =
            group.count > 1 && one_each(ground.sheet, lines, group.count).len() == group.count;
        return match (listed.contains(&true), even, lines.is_empty()) {
            (true, ..) => -8.0,
            (_, true, _) => 1.0,
            // A line that a text may have is not a part of its typed neighbour.
            (_, _, empty) => {
                if empty {
                    0.0
                } else {
                    0.2
                }
            }
        };
    };
    if lines.is_empty() {
        return 0.0;
    }
    let read = values::read(
        &ground.form.nodes[node],
        &text_of(ground.sheet, lines),
        ground.asides,
    );
    match (read.object.status, read.object.basis) {
        (Status::Filled, _) if ground.kind(node) == ItemKind::Flags => {
            let foreign = listed.iter().filter(|listed| **listed).count();
            flags_fit(&read.object) - 0.01 * lines.len() as f64 - foreign as f64
        }
        (Status::Filled, Some(Basis::Label)) if ground.kind(node) == ItemKind::Choice => 4.0,
        // Shorter shares that read alike are better.
        (Status::Filled, _) => 5.0 - 0.01 * lines.len() as f64,
        (Status::Blank, _) => 1.0,
        (Status::Unclear, _) => -6.0,
    }
}

fn flags_fit(object: &hyokasho_model::ValueObject) -> f64 {
    let Some(hyokasho_model::Value::Flags(flags)) = &object.value else {
        return -6.0;
    };
    let told = flags
        .iter()
        .filter(|flag| flag.state != hyokasho_model::FlagState::Unclear)
        .count();
    if told == 0 {
        -3.0
    } else {
        5.0 * told as f64 / flags.len() as f64
    }
}
