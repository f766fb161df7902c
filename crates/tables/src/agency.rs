//! What the name of an assessing agency (評価実施機関名) tells of its local government.
//!
//! A name is a prefecture's or a municipality's with one of its offices behind it
//! (`data/agency-offices.tsv`). A name that two prefectures have, without a prefecture before it,
//! tells nothing but its candidates. Anything else (ministries, incorporated bodies) tells nothing.
//! No guess is made from the rest of the document.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::local_governments::{LocalGovernment, LocalGovernments};

/// Characters of the longest name of a prefecture or municipality that is tried.
const LONGEST_NAME: usize = 12;
/// What ends the name of a county, which may stand between prefecture and town.
const COUNTY: char = '郡';

/// What an agency's name tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agency<'a> {
    /// The prefecture.
    pub prefecture: Option<&'a str>,
    /// The municipality; a special ward of Tokyo is one.
    pub municipality: Option<&'a str>,
    /// The ward of a designated city.
    pub ward: Option<&'a str>,
    /// The official code, six digits.
    pub code: Option<&'a str>,
    /// Codes that the name may mean, where it means several.
    pub candidates: Vec<&'a str>,
}

/// How a body is related to the government whose name it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Itself,
    Other,
}

/// The reader of agencies' names.
#[derive(Debug)]
pub struct Agencies {
    governments: &'static LocalGovernments,
    offices: Vec<(&'static str, Relation)>,
}

/// What one name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// A government, by its place in the list of codes.
    Government(&'static str),
    /// A body of its own in a prefecture.
    BodyIn(&'static str),
}

impl Agencies {
    /// The reader with the lists that the program carries.
    pub fn embedded() -> &'static Self {
        static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| Agencies {
            governments: LocalGovernments::embedded(),
            offices: offices(include_str!("../data/agency-offices.tsv")),
        });
        &AGENCIES
    }

    /// What a name tells. Several names in one cell tell something where they agree.
    pub fn resolve(&self, name: &str) -> Agency<'static> {
        let name = without_remarks(name);
        let parts = name
            .split(|c: char| "、,・\n/".contains(c))
            .filter(|part| !part.is_empty());
        let meanings: Vec<BTreeSet<Meaning>> = parts.map(|part| self.meanings(part)).collect();
        let mut all: BTreeSet<Meaning> = meanings.iter().flatten().copied().collect();
        // A part that tells nothing (a name cut by its own punctuation) takes the certainty away.
        if meanings.iter().any(BTreeSet::is_empty) {
            all.clear();
        }
        let mut found = all.iter();
        match (found.next(), found.next()) {
            (Some(Meaning::Government(code)), None) => self
                .governments
                .of_code(code)
                .map_or_else(Agency::default, agency),
            (Some(Meaning::BodyIn(prefecture)), None) => Agency {
                prefecture: Some(*prefecture),
                ..Agency::default()
            },
            _ => Agency {
                candidates: all.iter().filter_map(Meaning::code).collect(),
                ..Agency::default()
            },
        }
    }

    /// All that one name may mean.
    fn meanings(&self, name: &str) -> BTreeSet<Meaning> {
        let with_prefecture = prefixes(name)
            .find_map(|(head, rest)| Some((self.governments.prefecture(head)?, rest)));
        let Some((prefecture, rest)) = with_prefecture else {
            return self.in_municipality(name, None);
        };
        let rest = rest.trim_matches(['(', ')']);
        let municipal = self.in_municipality(rest, Some(prefecture.prefecture));
        if !municipal.is_empty() {
            return municipal;
        }
        match self.office(rest) {
            Some(Relation::Itself) => BTreeSet::from([Meaning::Government(prefecture.code)]),
            Some(Relation::Other) => BTreeSet::from([Meaning::BodyIn(prefecture.prefecture)]),
            None => BTreeSet::new(),
        }
    }

    /// Municipalities whose name stands first with an office behind it; the longest name decides.
    fn in_municipality(&self, name: &str, prefecture: Option<&str>) -> BTreeSet<Meaning> {
        let within = |one: &&LocalGovernment<'static>| {
            prefecture.is_none_or(|prefecture| one.prefecture == prefecture)
        };
        for (head, rest) in prefixes(name) {
            let candidates: Vec<_> = self
                .governments
                .municipalities(head)
                .filter(within)
                .collect();
            let meanings: BTreeSet<_> = candidates
                .iter()
                .filter_map(|one| self.of_municipality(one, rest))
                .collect();
            if !meanings.is_empty() {
                return meanings;
            }
        }
        match (prefecture, name.split_once(COUNTY)) {
            (Some(_), Some((county, rest))) if !county.is_empty() => {
                self.in_municipality(rest, prefecture)
            }
            _ => BTreeSet::new(),
        }
    }

    /// What a municipality's name with the rest behind it means.
    fn of_municipality(&self, one: &LocalGovernment<'static>, rest: &str) -> Option<Meaning> {
        match self.office(rest) {
            Some(Relation::Itself) => return Some(Meaning::Government(one.code)),
            // What follows may still be the rest of another name: 大阪市 in 大阪市町村職員共済組合.
            Some(Relation::Other) => return None,
            None => {}
        }
        let city = one.municipality?;
        let (ward, _) = prefixes(rest)
            .filter_map(|(head, office)| Some((self.governments.ward(city, head)?, office)))
            .find(|(ward, office)| {
                ward.prefecture == one.prefecture && self.office(office) == Some(Relation::Itself)
            })?;
        Some(Meaning::Government(ward.code))
    }

    fn office(&self, text: &str) -> Option<Relation> {
        let matches = |pattern: &str| match pattern.strip_prefix('*') {
            Some(end) => text.ends_with(end),
            None => text == pattern,
        };
        self.offices
            .iter()
            .find(|(pattern, _)| matches(pattern))
            .map(|(_, relation)| *relation)
    }
}

impl Meaning {
    fn code(&self) -> Option<&'static str> {
        match self {
            Self::Government(code) => Some(code),
            Self::BodyIn(_) => None,
        }
    }
}

fn agency(one: &LocalGovernment<'static>) -> Agency<'static> {
    Agency {
        prefecture: Some(one.prefecture),
        municipality: one.municipality,
        ward: one.ward,
        code: Some(one.code),
        candidates: Vec::new(),
    }
}

fn offices(tsv: &'static str) -> Vec<(&'static str, Relation)> {
    let lines = tsv.lines().filter(|line| !line.starts_with('#')).skip(1);
    let office = |line: &'static str| {
        let (office, of) = line.split_once('\t')?;
        Some((
            office,
            if of == "self" {
                Relation::Itself
            } else {
                Relation::Other
            },
        ))
    };
    lines.filter_map(office).collect()
}

/// The name without spaces and without a remark in parentheses at its end.
fn without_remarks(name: &str) -> String {
    let mut plain: String = name
        .chars()
        .filter(|c| *c == '\n' || !c.is_whitespace())
        .collect();
    if plain.ends_with(')')
        && let Some(open) = plain.rfind('(').filter(|open| *open > 0)
    {
        plain.truncate(open);
    }
    plain
}

/// Each beginning of a text with what follows it, the longest first.
fn prefixes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = text.trim_start_matches('(');
    let mut ends: Vec<usize> = text
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .chain([text.len()])
        .take(LONGEST_NAME)
        .collect();
    ends.reverse();
    ends.into_iter().map(move |end| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and what they tell: `name`, prefecture, municipality, ward, code, candidates.
    #[test]
    fn names_tell_what_the_table_says() {
        for line in include_str!("../tests/agencies.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
        {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, prefecture, municipality, ward, code, candidates] = columns[..] else {
                panic!("{line}")
            };
            let agency = Agencies::embedded().resolve(&name.replace("\\n", "\n"));
            let told = [
                agency.prefecture,
                agency.municipality,
                agency.ward,
                agency.code,
            ]
            .map(Option::unwrap_or_default);
            assert_eq!(told, [prefecture, municipality, ward, code], "{name}");
            assert_eq!(agency.candidates.join(";"), candidates, "{name}");
        }
    }

    #[test]
    fn every_municipality_is_found_by_its_full_name() {
        for one in LocalGovernments::embedded()
            .all()
            .iter()
            .filter(|one| one.until.is_none())
        {
            let name = [Some(one.prefecture), one.municipality, one.ward]
                .into_iter()
                .flatten()
                .collect::<String>();
            let agency = Agencies::embedded().resolve(&name);
            assert_eq!(agency.code, Some(one.code), "{name}");
        }
    }

    #[test]
    fn a_name_without_prefecture_is_told_where_it_is_the_only_one() {
        let governments = LocalGovernments::embedded();
        for one in governments
            .all()
            .iter()
            .filter(|one| one.ward.is_none() && one.until.is_none())
        {
            let Some(name) = one.municipality else {
                continue;
            };
            let agency = Agencies::embedded().resolve(&format!("{name}長"));
            let is_only = governments.municipalities(name).count() == 1;
            assert_eq!(agency.code.is_some(), is_only, "{name}");
            assert!(agency.code.is_none_or(|code| code == one.code), "{name}");
            assert!(is_only || agency.candidates.contains(&one.code), "{name}");
        }
    }
}
