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
    /// For each label the letters that a cell must share with it.
    least: Vec<f32>,
    /// Letters of the longest label.
    longest: usize,
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

impl Common {
    /// Whether a pair of letters is the run's next one.
    fn goes_on_with(&self, cell: u16, label: u16) -> bool {
        self.cell + self.length == i32::from(cell) + 1
            && self.label + self.length == i32::from(label) + 1
    }
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
        self.least.push(least_shared(label.len()));
        self.longest = self.longest.max(label.len());
        self.labels.push(label);
        id
    }

    /// Whether the letters are a label or stand in one.
    pub(crate) fn holds(&self, letters: &[char]) -> bool {
        let mut labels = self.labels.iter();
        labels.any(|label| {
            label
                .windows(letters.len().max(1))
                .any(|part| part == letters)
        })
    }

    /// A label's letters.
    pub(crate) fn letters(&self, label: LabelId) -> &[char] {
        &self.labels[label as usize]
    }

    /// How many labels the table has.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The finds of every label, the best of each first. No find goes over a part's start: what
    /// stands there begins something new.
    pub(crate) fn find_all(&self, letters: &[char], parts: &[usize]) -> Finds {
        let postings: Vec<&[(LabelId, u16)]> = letters
            .windows(2)
            .map(|pair| {
                self.pairs
                    .get(&(pair[0], pair[1]))
                    .map_or(&[][..], Vec::as_slice)
            })
            .collect();
        let mut pairs = vec![0_u32; self.labels.len()];
        for postings in &postings {
            for &(label, _) in *postings {
                pairs[label as usize] += 1;
            }
        }
        // Of the labels that may share enough: where the pairs of each begin. A pair adds two letters
        // to what is shared, or one to a run: most labels share too little.
        let mut worth: Vec<LabelId> = Vec::with_capacity(self.labels.len());
        let mut begins = vec![NONE; self.labels.len()];
        let mut held = 0;
        for (label, &count) in pairs.iter().enumerate().filter(|&(_, &count)| count > 0) {
            if 2.0 * count as f32 >= self.least[label] {
                worth.push(label as LabelId);
                begins[label] = held;
                held += count;
            }
        }
        let mut shared = vec![(0_u16, 0_u16); held as usize];
        let mut next = begins.clone();
        for (at, postings) in postings.iter().enumerate() {
            for &(label, offset) in *postings {
                let slot = &mut next[label as usize];
                if *slot != NONE {
                    shared[*slot as usize] = (at as u16, offset);
                    *slot += 1;
                }
            }
        }
        let mut finder = Finder::new(
            letters.len() + self.longest,
            next_parts(parts, letters.len()),
        );
        let mut finds = Finds {
            labels: Vec::with_capacity(worth.len()),
            of: vec![(0, 0); self.labels.len()],
            all: Vec::with_capacity(2 * worth.len()),
        };
        for label in worth {
            let label = label as usize;
            let shared = &shared[begins[label] as usize..next[label] as usize];
            let first = finds.all.len() as u32;
            finder.find(
                shared,
                self.labels[label].len(),
                self.least[label],
                &mut finds.all,
            );
            let behind = finds.all.len() as u32;
            if first < behind {
                finds.of[label] = (first, behind);
                finds.labels.push(label as LabelId);
            }
        }
        finds
    }
}

/// No place.
const NONE: u32 = u32::MAX;

/// The finds of all labels.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    /// The labels that were found.
    pub(crate) labels: Vec<LabelId>,
    /// Where each label's finds begin and end.
    of: Vec<(u32, u32)>,
    all: Vec<Find>,
}

impl Finds {
    /// A label's finds, the best first.
    pub(crate) fn of(&self, label: LabelId) -> &[Find] {
        let (from, to) = self.of[label as usize];
        &self.all[from as usize..to as usize]
    }
}

/// Letters that cell and label must share before they are compared.
fn least_shared(label_length: usize) -> f32 {
    (PART_LETTERS as f32).min(PART_SHARE * label_length as f32)
}

/// For each letter, and the place behind the last one, where the next part starts at it or behind it.
fn next_parts(parts: &[usize], letters: usize) -> Vec<i32> {
    let mut next = vec![i32::MAX; letters + 1];
    for &part in parts.iter().filter(|&&part| part < letters) {
        next[part] = part as i32;
    }
    for at in (0..letters).rev() {
        next[at] = next[at].min(next[at + 1]);
    }
    next
}

/// Finds one label after another in a cell.
struct Finder {
    /// For each letter where the next part starts.
    parts: Vec<i32>,
    runs: Vec<Common>,
    /// The newest run on each diagonal.
    newest: Vec<u32>,
}

impl Finder {
    /// `diagonals` are the letters of the cell and of the longest label together.
    fn new(diagonals: usize, parts: Vec<i32>) -> Self {
        Self {
            parts,
            runs: Vec::with_capacity(4 * RUNS),
            newest: vec![NONE; diagonals],
        }
    }

    /// Adds a label's finds; `shared` are the pairs of letters in common, by their place in the cell.
    fn find(&mut self, shared: &[(u16, u16)], length: usize, least: f32, finds: &mut Vec<Find>) {
        if let Some(run) = only_run(shared) {
            let find = find_of(&run, &run, run.length as f32, length);
            finds.extend(find.filter(|_| run.length as f32 >= least));
            return;
        }
        self.runs.clear();
        for &(cell, label) in shared {
            // mostly the run goes on that the pair before was of
            if let Some(run) = self.runs.last_mut()
                && run.goes_on_with(cell, label)
            {
                run.length += 1;
                continue;
            }
            let diagonal = usize::from(cell) + length - usize::from(label);
            let newest = self.newest[diagonal];
            // what an earlier label left there is of another diagonal, or ends elsewhere
            if let Some(run) = self.runs.get_mut(newest as usize)
                && run.goes_on_with(cell, label)
            {
                run.length += 1;
                continue;
            }
            self.newest[diagonal] = self.runs.len() as u32;
            self.runs.push(Common {
                cell: i32::from(cell),
                label: i32::from(label),
                length: 2,
            });
        }
        chain(&mut self.runs, length, least, &self.parts, finds);
    }
}

/// The run that all pairs make together: what most labels share with a cell.
fn only_run(shared: &[(u16, u16)]) -> Option<Common> {
    let &(cell, label) = shared.first()?;
    let follow = |pair: &[(u16, u16)]| pair[1] == (pair[0].0 + 1, pair[0].1 + 1);
    shared.windows(2).all(follow).then(|| Common {
        cell: i32::from(cell),
        label: i32::from(label),
        length: shared.len() as i32 + 1,
    })
}

/// Chains runs, which stand in the order of the cell and the label, into finds.
fn chain(
    runs: &mut Vec<Common>,
    label_length: usize,
    least: f32,
    parts: &[i32],
    finds: &mut Vec<Find>,
) {
    let shared: i32 = runs.iter().map(|run| run.length).sum();
    if (shared as f32) < least {
        return;
    }
    if let [first, second] = &runs[..] {
        return pair(first, second, label_length, least, parts, finds);
    }
    if runs.len() > RUNS {
        runs.sort_by_key(|run| (-run.length, run.cell, run.label));
        runs.truncate(RUNS);
        runs.sort_by_key(|run| (run.cell, run.label));
    }
    let mut used = [false; RUNS];
    for _ in 0..FINDS {
        let left = runs.iter().zip(used).filter(|(_, used)| !used);
        if (left.map(|(run, _)| run.length).sum::<i32>() as f32) < least {
            return;
        }
        let Some(find) = best_chain(runs, &mut used, label_length, parts) else {
            return;
        };
        finds.push(find);
    }
}

/// The finds of two runs: one of both, or one of each, the longer first.
fn pair(
    first: &Common,
    second: &Common,
    label_length: usize,
    least: f32,
    parts: &[i32],
    finds: &mut Vec<Find>,
) {
    let (before, behind) = (first.length as f32, second.length as f32);
    let joined = join(first, second, parts)
        .map(|gain| before + gain)
        .filter(|&joined| joined > behind);
    if let Some(joined) = joined.filter(|&joined| joined > before) {
        finds.extend(find_of(first, second, joined, label_length));
        return;
    }
    let (best, other) = if joined.unwrap_or(behind) > before {
        (second, first)
    } else {
        (first, second)
    };
    let Some(find) = find_of(best, best, best.length as f32, label_length) else {
        return;
    };
    finds.push(find);
    if other.length as f32 >= least {
        finds.extend(find_of(other, other, other.length as f32, label_length));
    }
}

/// The find of the best chain of unused runs, whose runs are used then; none where it is too weak.
fn best_chain(
    runs: &[Common],
    used: &mut [bool; RUNS],
    label_length: usize,
    parts: &[i32],
) -> Option<Find> {
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
    let mut first = best;
    used[first] = true;
    while from[first] != usize::MAX {
        first = from[first];
        used[first] = true;
    }
    find_of(&runs[first], &runs[best], score[best], label_length)
}

/// The find that a chain from one run to another makes, where it is strong enough.
fn find_of(start: &Common, last: &Common, score: f32, label_length: usize) -> Option<Find> {
    let covered = (last.label + last.length - start.label) as f32;
    let share = (score / label_length as f32).min(1.0);
    let left_out = (label_length as f32 - covered).max(0.0);
    let whole = if share >= WHOLE_SHARE { WHOLE } else { 0.0 };
    let weight = score - (LEFT_OUT * left_out).min(LEFT_OUT_MOST) + whole;
    let enough = score >= PART_LETTERS as f32 || share >= PART_SHARE;
    (enough && weight > 0.0).then_some(Find {
        start: start.cell as u16,
        end: (last.cell + last.length) as u16,
        weight,
        lead: start.label as u16,
        share,
    })
}

/// What a run adds to a chain that ends with another one before it.
fn join(before: &Common, run: &Common, parts: &[i32]) -> Option<f32> {
    let in_cell = run.cell - (before.cell + before.length);
    let in_label = run.label - (before.label + before.length);
    if in_cell > REACH || in_label > REACH || run.label <= before.label || run.cell <= before.cell {
        return None;
    }
    // runs may overlap by a letter where one was doubled or left out
    let overlap = (-in_cell.min(in_label)).max(0);
    if overlap >= run.length {
        return None;
    }
    if in_cell > 0 && parts[(before.cell + before.length) as usize] < run.cell {
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
        table.find_all(&letters, &[]).of(id).to_vec()
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
