//! The official codes and names of the local governments (全国地方公共団体コード).
//!
//! The list with its source and date is `data/local-governments.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A prefecture, a municipality or a ward of a designated city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalGovernment<'a> {
    /// Six digits, the last of them the check digit.
    pub code: &'a str,
    /// The prefecture.
    pub prefecture: &'a str,
    /// The municipality; absent for a prefecture.
    pub municipality: Option<&'a str>,
    /// The ward of a designated city.
    pub ward: Option<&'a str>,
    /// The last day on which it had this name; absent for the names of today.
    pub until: Option<&'a str>,
}

/// All local governments, by name.
#[derive(Debug)]
pub struct LocalGovernments {
    list: Vec<LocalGovernment<'static>>,
    prefectures: FxHashMap<&'static str, usize>,
    municipalities: FxHashMap<&'static str, Vec<usize>>,
    wards: FxHashMap<(&'static str, &'static str), Vec<usize>>,
}

impl LocalGovernments {
    /// The list that the program carries.
    pub fn embedded() -> &'static Self {
        static LIST: LazyLock<LocalGovernments> =
            LazyLock::new(|| LocalGovernments::of(include_str!("../data/local-governments.tsv")));
        &LIST
    }

    fn of(tsv: &'static str) -> Self {
        let list: Vec<_> = tsv
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .filter_map(government)
            .collect();
        let mut all = Self {
            list,
            prefectures: FxHashMap::default(),
            municipalities: FxHashMap::default(),
            wards: FxHashMap::default(),
        };
        for (at, one) in all.list.iter().enumerate() {
            match (one.municipality, one.ward) {
                (Some(municipality), Some(ward)) => {
                    all.wards.entry((municipality, ward)).or_default().push(at);
                }
                (Some(municipality), None) => {
                    all.municipalities.entry(municipality).or_default().push(at);
                }
                (None, _) => {
                    all.prefectures.insert(one.prefecture, at);
                }
            }
        }
        all
    }

    /// All of them, by code.
    pub fn all(&self) -> &[LocalGovernment<'static>] {
        &self.list
    }

    /// The prefecture of a name.
    pub fn prefecture(&self, name: &str) -> Option<&LocalGovernment<'static>> {
        self.prefectures.get(name).and_then(|at| self.list.get(*at))
    }

    /// The one of a code, by its name of today where it had several.
    pub fn of_code(&self, code: &str) -> Option<&LocalGovernment<'static>> {
        let start = self.list.partition_point(|one| one.code < code);
        let found = self
            .list
            .get(start..)?
            .iter()
            .take_while(|one| one.code == code);
        found.min_by_key(|one| one.until.is_some())
    }

    /// The municipalities of a name, by code.
    pub fn municipalities(&self, name: &str) -> impl Iterator<Item = &LocalGovernment<'static>> {
        self.municipalities
            .get(name)
            .into_iter()
            .flatten()
            .filter_map(|at| self.list.get(*at))
    }

    /// The ward of a designated city; where the name was given twice, the one of today.
    pub fn ward(&self, city: &str, ward: &str) -> Option<&LocalGovernment<'static>> {
        let found = self
            .wards
            .get(&(city, ward))?
            .iter()
            .filter_map(|at| self.list.get(*at));
        found.min_by_key(|one| one.until.is_some())
    }
}

/// One line of the list.
fn government(line: &'static str) -> Option<LocalGovernment<'static>> {
    let mut columns = line.split('\t');
    let code = columns.next()?;
    let prefecture = columns.next()?;
    let mut more = || columns.next().filter(|text| !text.is_empty());
    Some(LocalGovernment {
        code,
        prefecture,
        municipality: more(),
        ward: more(),
        until: more(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check digit of a code's first five digits (JIS X 0402, annex): weights 6 to 2, modulo 11.
    fn check_digit(code: &str) -> u32 {
        let digits = code.chars().take(5).filter_map(|c| c.to_digit(10));
        let sum: u32 = digits
            .zip([6, 5, 4, 3, 2])
            .map(|(digit, weight)| digit * weight)
            .sum();
        (11 - sum % 11) % 10
    }

    #[test]
    fn check_digits_hold() {
        for one in LocalGovernments::embedded().all() {
            let last = one.code.chars().nth(5).and_then(|c| c.to_digit(10));
            assert_eq!(
                (one.code.len(), last),
                (6, Some(check_digit(one.code))),
                "{}",
                one.code
            );
        }
    }

    #[test]
    fn the_list_is_whole() {
        let today: Vec<_> = LocalGovernments::embedded()
            .all()
            .iter()
            .filter(|one| one.until.is_none())
            .collect();
        let count = |kind: fn(&LocalGovernment<'static>) -> bool| {
            today.iter().filter(|one| kind(one)).count()
        };
        assert_eq!(count(|one| one.municipality.is_none()), 47);
        assert_eq!(
            count(|one| one.municipality.is_some() && one.ward.is_none()),
            1741
        );
        assert_eq!(count(|one| one.ward.is_some()), 171);
    }

    #[test]
    fn codes_stand_in_their_prefecture_and_order() {
        let all = LocalGovernments::embedded();
        for one in all.all() {
            let prefecture = all.prefecture(one.prefecture).expect(one.prefecture);
            assert_eq!(prefecture.code[..2], one.code[..2], "{}", one.code);
        }
        assert!(
            all.all()
                .windows(2)
                .all(|pair| pair[0].code <= pair[1].code)
        );
    }
}
