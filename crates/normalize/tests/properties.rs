//! What holds of every text: normalization is stable, its maps lead back, nothing panics.

use hyokasho_normalize::{
    dates, fold, fold_chars_into, fold_mapped, is_normalized, normalize, normalize_cow,
    normalize_mapped, numbers,
};
use proptest::prelude::*;

/// Characters that the rules speak of, so that random texts meet them.
const SALIENT: &str = "あがカｶﾞﾟ\u{3099}\u{309A}゛①⑴㈱㍻Ⅲⅱ⺠⼀〜～~/ \u{3000}\t\n\r\u{200B}\u{FEFF}\u{E000}\u{FDD0}\u{FDD4}￣´ﷺ½…－ー漢123年月日令和R.元e\u{301}\u{323}\u{1100}\u{1161}\u{11A8}\u{E0100}\u{1D15E}";

fn text() -> impl Strategy<Value = String> {
    let salient = prop::sample::select(SALIENT.chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![3 => salient, 1 => any::<char>()], 0..40)
        .prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalized_text_stays(raw in text()) {
        let once = normalize(&raw);
        prop_assert_eq!(normalize(&once), once.clone());
        prop_assert!(is_normalized(&once));
        prop_assert_eq!(normalize_cow(&raw).into_owned(), once.clone());
        prop_assert_eq!(normalize_mapped(&raw).text, once);
    }

    #[test]
    fn every_piece_leads_back(raw in text()) {
        for mapped in [normalize_mapped(&raw), fold_mapped(&raw)] {
            let mut last = 0;
            for (at, c) in mapped.text.char_indices() {
                let range = mapped.raw_range(at..at + c.len_utf8());
                let piece = raw.get(range.clone());
                prop_assert!(piece.is_some(), "{:?} of {:?}", range, raw);
                prop_assert!(range.start >= last && !range.is_empty(), "{:?} of {:?}", range, raw);
                last = range.start;
            }
            let whole = mapped.raw_range(0..mapped.text.len());
            prop_assert!(raw.get(whole).is_some());
        }
    }

    /// A piece of plain text leads back to itself.
    #[test]
    fn plain_characters_lead_back_to_themselves(raw in text()) {
        let mapped = normalize_mapped(&raw);
        for (at, c) in mapped.text.char_indices().filter(|(_, c)| matches!(c, '漢' | '年' | '①' | '1')) {
            let piece = &raw[mapped.raw_range(at..at + c.len_utf8())];
            prop_assert!(piece.contains(c) || normalize(piece).contains(c), "{:?} of {:?}", piece, raw);
        }
    }

    #[test]
    fn folds_agree(raw in text()) {
        let folded = fold(&raw);
        let mut chars = Vec::new();
        fold_chars_into(&raw, &mut chars);
        prop_assert_eq!(String::from_iter(chars), folded.clone());
        prop_assert_eq!(fold_mapped(&raw).text, folded);
    }

    #[test]
    fn dates_and_numbers_stand_in_the_text(raw in text()) {
        for date in dates::find_all(&raw) {
            prop_assert!(raw.get(date.start..date.end).is_some_and(|piece| !piece.is_empty()));
        }
        for count in numbers::find_all(&raw) {
            prop_assert!(raw.get(count.start..count.end).is_some_and(|piece| !piece.is_empty()));
        }
        let _ = dates::parse(&raw);
    }
}
