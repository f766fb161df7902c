//! The page's own files, as they stand in `assets/`.

use crate::ReportFile;

/// Path inside the report, contents. The page loads the scripts in this order.
const FILES: &[(&str, &str)] = &[
    ("index.html", include_str!("../assets/index.html")),
    ("assets/report.css", include_str!("../assets/report.css")),
    ("assets/core.js", include_str!("../assets/core.js")),
    ("assets/charts.js", include_str!("../assets/charts.js")),
    ("assets/overview.js", include_str!("../assets/overview.js")),
    ("assets/table.js", include_str!("../assets/table.js")),
    ("assets/place.js", include_str!("../assets/place.js")),
    ("assets/history.js", include_str!("../assets/history.js")),
    ("assets/document.js", include_str!("../assets/document.js")),
    ("assets/app.js", include_str!("../assets/app.js")),
];

/// The page's files.
pub(crate) fn files() -> Vec<ReportFile> {
    FILES
        .iter()
        .map(|(path, text)| ReportFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_every_script_and_nothing_from_elsewhere() {
        let page = FILES[0].1;
        for (path, text) in &FILES[1..] {
            assert!(
                page.contains(&format!("\"{path}\"")),
                "{path} is not loaded"
            );
            assert!(!text.contains("innerHTML"), "{path} makes markup of text");
            let mut addresses = text
                .match_indices("http")
                .map(|(at, _)| &text[at..text.len().min(at + 30)]);
            assert!(
                addresses.all(|address| address.starts_with("http://www.w3.org/2000/svg")),
                "{path} names an address"
            );
        }
    }
}
