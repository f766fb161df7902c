//! The conventions of item cells, read from `data/cells.toml`: how numbers are misread, what joins them, what names
//! no item.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Joint, letters_of};

#[derive(Deserialize)]
pub(super) struct Conventions {
    pub(super) roman: Vec<RomanSeen>,
    pub(super) joints: Joints,
    pub(super) noise: Noise,
    pub(super) names: Names,
    pub(super) short: Short,
}

/// A word that names no item: its letters between the numbers that stand in it.
pub(super) type IdleWord = Vec<Vec<char>>;

#[derive(Deserialize)]
pub(super) struct RomanSeen {
    pub(super) seen: String,
    pub(super) value: u32,
}

#[derive(Deserialize)]
pub(super) struct Joints {
    pub(super) range: Vec<String>,
    pub(super) list: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Names {
    pub(super) file: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Short {
    pub(super) sections: Vec<String>,
    pub(super) items: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Noise {
    pub(super) words: Vec<String>,
    pub(super) exceptions: Vec<String>,
}

pub(super) static CONVENTIONS: LazyLock<Conventions> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/cells.toml")).unwrap_or_else(|_| Conventions {
        roman: Vec::new(),
        joints: Joints {
            range: Vec::new(),
            list: Vec::new(),
        },
        noise: Noise {
            words: Vec::new(),
            exceptions: Vec::new(),
        },
        names: Names { file: Vec::new() },
        short: Short {
            sections: Vec::new(),
            items: Vec::new(),
        },
    })
});

/// The joints that are words: their letters.
pub(super) static JOINT_WORDS: LazyLock<Vec<(Vec<char>, Joint)>> = LazyLock::new(|| {
    let joints = &CONVENTIONS.joints;
    let ranges = joints.range.iter().map(|word| (word, Joint::Range));
    let lists = joints.list.iter().map(|word| (word, Joint::List));
    let letters = ranges
        .chain(lists)
        .map(|(word, joint)| (letters_of(word), joint));
    letters.filter(|(word, _)| !word.is_empty()).collect()
});

/// The ends of brackets that say what a part leaves out.
pub(super) static EXCEPTIONS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let words = CONVENTIONS.noise.exceptions.iter();
    words.map(|word| letters_of(word)).collect()
});

/// The words with which names of files end.
pub(super) static FILE_WORDS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    CONVENTIONS
        .names
        .file
        .iter()
        .map(|w| letters_of(w))
        .collect()
});

/// What a label is called in short, where it begins with something that people leave out: of sections more
/// than of items.
pub(crate) fn in_short(label: &str, section: bool) -> Option<&str> {
    let short = &CONVENTIONS.short;
    let leads = if section {
        &short.sections
    } else {
        &short.items
    };
    let label = label.split('(').next().unwrap_or_default();
    let rests = leads
        .iter()
        .filter_map(|lead| label.strip_prefix(lead.as_str()));
    rests.min_by_key(|rest| rest.len())
}

/// The words that name no item, by their first letter; under none those that begin with a number.
pub(super) static IDLE_WORDS: LazyLock<FxHashMap<Option<char>, Vec<IdleWord>>> =
    LazyLock::new(|| {
        let mut words: FxHashMap<Option<char>, Vec<IdleWord>> = FxHashMap::default();
        for word in &CONVENTIONS.noise.words {
            let parts: IdleWord = word.split("{n}").map(letters_of).collect();
            let first = parts.first().and_then(|letters| letters.first()).copied();
            words.entry(first).or_default().push(parts);
        }
        words
    });
