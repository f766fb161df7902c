//! Text cut into lines of a width: full-width characters take two columns.

use unicode_width::UnicodeWidthChar;

/// The text's lines, each cut where it is wider than so many columns (at least two).
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for c in paragraph.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_are_cut_by_width() {
        assert_eq!(wrap("あいうえ\n\nab", 6), ["あいう", "え", "", "ab"]);
        assert_eq!(wrap("あ", 0), ["あ"]);
    }
}
