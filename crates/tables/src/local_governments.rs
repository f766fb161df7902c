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
    use std::collections::BTreeSet;

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

    /// Municipalities of each prefecture since 2018-10-01, by the prefectures' codes (the ministry's table
    /// of cities, towns and villages, with the special wards).
    const A_PREFECTURE: [usize; 47] = [
        179, 40, 33, 35, 25, 35, 59, 44, 25, 35, 63, 54, 62, 33, 30, 15, 19, 17, 27, 77, 42, 35,
        54, 29, 19, 26, 43, 41, 39, 30, 19, 19, 27, 23, 19, 24, 17, 20, 34, 60, 20, 21, 45, 18, 26,
        43, 41,
    ];

    #[test]
    fn each_prefecture_has_its_municipalities() {
        let all = LocalGovernments::embedded().all();
        let within = |prefecture: usize| {
            let of_it = all
                .iter()
                .filter(|one| one.code[..2] == format!("{prefecture:02}"));
            of_it
                .filter(|one| {
                    one.municipality.is_some() && one.ward.is_none() && one.until.is_none()
                })
                .count()
        };
        let counted: Vec<usize> = (1..=47).map(within).collect();
        assert_eq!(counted, A_PREFECTURE);
        assert_eq!(counted.iter().sum::<usize>(), 1718 + 23);
    }

    /// By the third digit of the code: 1 designated cities and special wards, 2 other cities, the rest
    /// towns and villages; 792 cities of which 20 are designated, 23 special wards, 743 towns, 183 villages.
    #[test]
    fn the_kinds_are_as_many_as_there_are() {
        let today = || {
            let all = LocalGovernments::embedded().all().iter();
            all.filter(|one| one.municipality.is_some() && one.until.is_none())
        };
        let designated: BTreeSet<_> = today()
            .filter(|one| one.ward.is_some())
            .map(|one| one.municipality)
            .collect();
        let digits: Vec<char> = today()
            .filter(|one| one.ward.is_none())
            .filter_map(|one| one.code.chars().nth(2))
            .collect();
        let special = today().filter(|one| one.code.starts_with("131"));
        let of = |digit| digits.iter().filter(|one| **one == digit).count();
        assert_eq!(designated.len(), 20);
        assert_eq!(special.count(), 23);
        assert_eq!([of('1'), of('2')], [20 + 23, 792 - 20]);
        assert_eq!(digits.len(), 792 + 23 + 743 + 183);
    }

    /// A name that was given up says until when, and the name after it stands on its own or under the same code.
    #[test]
    fn given_up_names_say_until_when() {
        let all = LocalGovernments::embedded().all();
        let former: Vec<_> = all
            .iter()
            .filter(|one| one.ward.is_none())
            .filter_map(|one| Some((one.code, one.until?)))
            .collect();
        let expected = [
            ("044237", "2016-10-09"),
            ("282219", "2019-04-30"),
            ("403059", "2018-09-30"),
        ];
        assert_eq!(former, expected);
        for code in ["042161", "282219", "402311"] {
            let is_there = all
                .iter()
                .any(|one| one.code == code && one.until.is_none());
            assert!(is_there, "{code}");
        }
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
