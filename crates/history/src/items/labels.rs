//! Finds labels in a cell's letters, whole, abbreviated or damaged.
//!
//! Input: the letters of a cell. Output: for each label of the table the stretches that resemble it.
//! Pairs of letters that both have in common, on the same diagonal, make runs; runs that follow one
//! another in the cell and in the label make a find.

use rustc_hash::FxHashMap;

/// A label's position in the table.
pub(crate) type LabelId = u32;

/// What a letter costs that stands in only one of cell and label, between two runs.
const GAP: f32 = 0.5;
/// What a letter of the label costs that the cell leaves out at its start or end.
const LEFT_OUT: f32 = 0.08;
/// The most that leaving out costs: abbreviation is the rule in item cells.
const LEFT_OUT_MOST: f32 = 1.4;
/// Letters that a stretch needs to have in common with a label of which it is the lesser part.
const PART_LETTERS: usize = 6;
/// Share of the label that shorter stretches need.
const PART_SHARE: f32 = 0.4;
/// What a label weighs more that stands in the cell as a whole, and what counts as that.
const WHOLE: f32 = 0.8;
const WHOLE_SHARE: f32 = 0.95;
/// Letters between two runs at most.
const REACH: i32 = 8;
/// Runs of one label that are looked at; more are noise of repeated words.
const RUNS: usize = 12;
/// Finds of one label that are kept.
const FINDS: usize = 3;

/// A stretch of the cell that resembles a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Find {
    /// First letter in the cell.
    pub(crate) start: u16,
    /// Behind the last letter in the cell.
    pub(crate) end: u16,
    /// Letters in common, less what differs.
    pub(crate) weight: f32,
    /// Letters of the label that it leaves out at the start.
    pub(crate) lead: u16,
    /// Share of the label that it covers.
    pub(crate) share: f32,
}

/// Labels with an index of their letter pairs.
#[derive(Debug, Default)]
pub(crate) struct LabelTable {
    labels: Vec<Vec<char>>,
    known: FxHashMap<Vec<char>, LabelId>,
    pairs: FxHashMap<(char, char), Vec<(LabelId, u16)>>,
}

/// A stretch that cell and label have in common.
#[derive(Debug, Clone, Copy)]
struct Common {
    cell: i32,
    label: i32,
    length: i32,
}

impl LabelTable {
    /// The number of the label; a new one where it is not in the table yet.
    pub(crate) fn insert(&mut self, label: Vec<char>) -> LabelId {
        if let Some(&id) = self.known.get(&label) {
            return id;
        }
        let id = self.labels.len() as LabelId;
        for (at, pair) in label.windows(2).enumerate() {
            self.pairs
                .entry((pair[0], pair[1]))
                .or_default()
                .push((id, at as u16));
        }
        self.known.insert(label.clone(), id);
        self.labels.push(label);
        id
    }

    /// The finds of every label, by label, the best first. No find goes over a part's start: what
    /// stands there begins something new.
    pub(crate) fn find_all(&self, letters: &[char], parts: &[usize]) -> Vec<Vec<Find>> {
        let postings: Vec<&[(LabelId, u16)]> = letters
            .windows(2)
            .map(|pair| {
                self.pairs
                    .get(&(pair[0], pair[1]))
                    .map_or(&[][..], Vec::as_slice)
            })
            .collect();
        let mut pairs = vec![0_u32; self.labels.len()];
        for &(label, _) in postings.iter().copied().flatten() {
            pairs[label as usize] += 1;
        }
        let mut finds: Vec<Vec<Find>> = vec![Vec::new(); self.labels.len()];
        let mut runs: Vec<Vec<Common>> = vec![Vec::new(); self.labels.len()];
        // A pair adds two letters to what is shared, or one to a run: most labels share too little.
        let enough =
            |label: usize| 2.0 * pairs[label] as f32 >= least_shared(self.labels[label].len());
        for (at, postings) in postings.iter().enumerate() {
            for &(label, offset) in postings.iter().filter(|(label, _)| enough(*label as usize)) {
                extend(&mut runs[label as usize], at as i32, i32::from(offset));
            }
        }
        for (label, runs) in runs
            .iter_mut()
            .enumerate()
            .filter(|(_, runs)| !runs.is_empty())
        {
            finds[label] = chain(runs, self.labels[label].len(), parts);
        }
        finds
    }
}

/// Letters that cell and label must share before they are compared.
fn least_shared(label_length: usize) -> f32 {
    (PART_LETTERS as f32).min(PART_SHARE * label_length as f32)
}

/// Adds a common pair to the run that it continues, or opens a new run.
fn extend(runs: &mut Vec<Common>, cell: i32, label: i32) {
    let continued = runs
        .iter_mut()
        .rev()
        .take(RUNS)
        .find(|run| run.cell - run.label == cell - label && run.cell + run.length == cell + 1);
    match continued {
        Some(run) => run.length += 1,
        None => runs.push(Common {
            cell,
            label,
            length: 2,
        }),
    }
}

/// Chains runs into finds.
fn chain(runs: &mut Vec<Common>, label_length: usize, parts: &[usize]) -> Vec<Find> {
    let shared: i32 = runs.iter().map(|run| run.length).sum();
    if (shared as f32) < least_shared(label_length) {
        return Vec::new();
    }
    if runs.len() > RUNS {
        runs.sort_by_key(|run| (-run.length, run.cell, run.label));
        runs.truncate(RUNS);
    }
    runs.sort_by_key(|run| (run.cell, run.label));
    let mut finds = Vec::new();
    let mut used = [false; RUNS];
    while finds.len() < FINDS {
        let Some((Some(find), taken)) = best_chain(runs, &used, label_length, parts) else {
            break;
        };
        for at in taken {
            used[at] = true;
        }
        finds.push(find);
    }
    finds
}

/// The best chain of unused runs, and which runs it takes; the find is absent where it is too weak.
fn best_chain(
    runs: &[Common],
    used: &[bool; RUNS],
    label_length: usize,
    parts: &[usize],
) -> Option<(Option<Find>, Vec<usize>)> {
    let mut score = [0.0_f32; RUNS];
    let mut from = [usize::MAX; RUNS];
    for at in 0..runs.len() {
        if used[at] {
            continue;
        }
        score[at] = runs[at].length as f32;
        for before in 0..at {
            if used[before] {
                continue;
            }
            if let Some(joined) = join(&runs[before], &runs[at], parts)
                && score[before] + joined > score[at]
            {
                score[at] = score[before] + joined;
                from[at] = before;
            }
        }
    }
    let best = (0..runs.len())
        .filter(|&at| !used[at])
        .max_by(|&a, &b| score[a].total_cmp(&score[b]).then(b.cmp(&a)))?;
    let mut taken = vec![best];
    let mut first = best;
    while from[first] != usize::MAX {
        first = from[first];
        taken.push(first);
    }
    let (start, last) = (runs[first], runs[best]);
    let covered = (last.label + last.length - start.label) as f32;
    let share = (score[best] / label_length as f32).min(1.0);
    let left_out = (label_length as f32 - covered).max(0.0);
    let whole = if share >= WHOLE_SHARE { WHOLE } else { 0.0 };
    let weight = score[best] - (LEFT_OUT * left_out).min(LEFT_OUT_MOST) + whole;
    let enough = score[best] >= PART_LETTERS as f32 || share >= PART_SHARE;
    let find = (enough && weight > 0.0).then_some(Find {
        start: start.cell as u16,
        end: (last.cell + last.length) as u16,
        weight,
        lead: start.label as u16,
        share,
    });
    Some((find, taken))
}

/// What a run adds to a chain that ends with another one before it.
fn join(before: &Common, run: &Common, parts: &[usize]) -> Option<f32> {
    let in_cell = run.cell - (before.cell + before.length);
    let in_label = run.label - (before.label + before.length);
    // runs may overlap by a letter where one was doubled or left out
    let overlap = (-in_cell.min(in_label)).max(0);
    if run.cell <= before.cell
        || run.label <= before.label
        || overlap >= run.length
        || in_cell > REACH
        || in_label > REACH
    {
        return None;
    }
    if in_cell > 0
        && parts
            .iter()
            .any(|&part| (before.cell + before.length..run.cell).contains(&(part as i32)))
    {
        return None;
    }
    let gap = in_cell
        .max(0)
        .max(in_label.max(0))
        .max((in_cell - in_label).abs());
    Some((run.length - overlap) as f32 - GAP * gap as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(label: &str, cell: &str) -> Vec<Find> {
        let mut table = LabelTable::default();
        let id = table.insert(label.chars().collect());
        let letters: Vec<char> = cell.chars().collect();
        table.find_all(&letters, &[]).swap_remove(id as usize)
    }

    #[test]
    fn whole_labels_weigh_their_letters() {
        let finds = find("保管場所", "保管消去保管場所");
        assert_eq!((finds[0].start, finds[0].end), (4, 8));
        assert!(finds[0].weight >= 4.0);
    }

    #[test]
    fn damaged_and_abbreviated_labels_are_found() {
        assert!(find("ユーザ認証の管理", "ユーザー認証の管理")[0].weight > 6.5);
        assert!(find("所属長の役職名", "所属長")[0].weight > 2.0);
        assert!(find("特定個人情報ファイルの概要", "ファイルの概要")[0].weight > 5.5);
        assert!(find("事務担当部署", "部署").is_empty());
    }

    #[test]
    fn a_label_printed_twice_is_found_twice() {
        assert_eq!(find("監査", "監査監査").len(), 2);
    }
}
