"""Makes seeds and dictionaries for the fuzz targets out of the repository's fixtures and test tables.

    python3 seed.py OUT

writes OUT/TARGET/* (seeds) and OUT/TARGET.dict. All of it is fictional. The same repository gives the
same bytes. Standard library only.
"""
import pathlib
import re
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PIECE = 3000  # bytes of a piece of a text: long enough for a table, short enough to be mutated much

HTML = ["<table>", "<tr>", "<td>", "<td colspan=2 rowspan=2>", "<th>", "</td>", "</tr>", "</table>", "<br>", "<br/>", "<p>", "<div>", "<h1>", "<ul>", "<li>", "<input type=checkbox checked>",
        "<input type=\"radio\">", "<select>", "<option selected>", "<!--", "-->", "<![CDATA[", "]]>", "<style>", "</style>", "<script>", "&nbsp;", "&#x3042;", "&amp;", "&lt;", "<u>", "<del>", "<s>", "<b>",
        "<html>", "<body>", "<textarea>", "<img alt='", "<caption>", "<pre>", "<!doctype html>", "<?xml", "<rt>", "<ruby>"]
TEXT = ["|---|---|", "| ", " |", "\t", "\x0c", "# ", "**", "~~", "- [x] ", "- [ ] ", "\\|", "\r\n", "```", "- 1 -", "\ufeff", "\u3000", "☑", "□", "■", "○", "●", "<選択肢>", "[ ", " ]", "\x1b$B", "\x1b(B", "　"]
DATES = ["平成", "令和", "昭和", "大正", "明治", "元年", "年", "月", "日", "年度", "H", "R", "S", "末", "以降", "現在", "予定", "から", "～", "31", "2019", "30", "零", "〇", "十", "百", "千", "万", "人", "件", "約", "以上", "未満",
         "(", ")", "（", "）", ".", "/", "-", "㋿", "㍻", "㍼", "㈱", "①", "Ⅱ", "ｶﾞ", "か\u3099", "\u3099", "\u309a", "ﾟ", "\u200b", "\ufe0e", "\U000e0100", "⼀", "﨑"]
PDF = ["obj", "endobj", "stream\n", "\nendstream", "xref", "trailer", "startxref", "%%EOF", "%PDF-1.7", "<<", ">>", "[", "]", " 0 R", "/Type", "/Page", "/Pages", "/Kids", "/Count", "/Parent", "/Contents", "/Resources",
       "/MediaBox", "/CropBox", "/Rotate 90", "/UserUnit", "/Font", "/Type0", "/Type1", "/Type3", "/TrueType", "/CIDFontType0", "/CIDFontType2", "/DescendantFonts", "/Encoding", "/Identity-H", "/Identity-V",
       "/90ms-RKSJ-H", "/UniJIS-UCS2-H", "/ToUnicode", "/CharProcs", "/FontMatrix", "/W", "/DW", "/FontDescriptor", "/FontFile", "/FontFile2", "/FontFile3", "/XObject", "/Subtype", "/Form", "/Image", "/BBox", "/Matrix",
       "/Filter", "/FlateDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/RunLengthDecode", "/DCTDecode", "/JBIG2Decode", "/JPXDecode", "/CCITTFaxDecode", "/Crypt", "/DecodeParms", "/Predictor 12", "/Columns",
       "/Length", "/ObjStm", "/XRef", "/Index", "/Size", "/Prev", "/Root", "/Encrypt", "/AcroForm", "/Fields", "/FT", "/Btn", "/Tx", "/Ch", "/V", "/AS", "/Annots", "/Widget", "/Rect", "/AP", "/ActualText", "/Span", " BDC",
       " EMC", " BT", " ET", " Tf", " Td", " TD", " Tm", " T*", " Tj", " TJ", " Tr", " Tz", " Ts", " cm", " q", " Q", " re", " m", " l", " c", " h", " f", " S", " s", " B", " W n", " w", " d", " Do", " gs", " cs", " sh",
       " BI", " ID ", " EI", "begincmap", "beginbfchar", "beginbfrange", "begincodespacerange", "begincidrange", "usecmap", "endcmap"]


def pieces(raw):
    """A text in pieces that end with a line."""
    lines, piece = raw.splitlines(keepends=True), b""
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield piece[:PIECE * 2]
            piece = b""
    if piece:
        yield piece[:PIECE * 2]


def texts():
    for path in sorted((ROOT / "crates/read-text/tests/cases").glob("*.txt")):
        yield path.read_bytes()
    for path in sorted((ROOT / "fixtures/text").glob("*/*.txt")):
        raw = path.read_bytes()
        if path.parent.name == "encodings":
            yield raw[:PIECE]
        else:
            yield from list(pieces(raw))[::7]


def fragments():
    for name in ["angle_brackets", "html_document", "html_tables", "inline_html", "unclosed", "boxes"]:
        yield (ROOT / f"crates/read-text/tests/cases/{name}.txt").read_bytes()
    for path in sorted((ROOT / "fixtures/text/html").glob("*.txt")):
        yield from list(pieces(path.read_bytes()))[::9]


def rows():
    for path in sorted((ROOT / "crates/history/tests/items").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                cells = line.split("\t")
                yield "\t".join([cells[0], *cells[2:4]]).encode()


def dates():
    for path in sorted((ROOT / "crates/normalize/tests/tables").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[2:]:
            yield line.split("\t")[0].encode()


def pdf_of(objects, trailer=b""):
    """A file of these objects (dictionary, stream or None), numbered from 1."""
    raw, table = b"%PDF-1.7\n", b""
    for number, (dictionary, stream) in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(raw)
        raw += b"%d 0 obj\n" % number
        if stream is None:
            raw += dictionary
        else:
            raw += b"<</Length %d%s>>\nstream\n" % (len(stream), dictionary[2:-2]) + stream + b"\nendstream"
        raw += b"\nendobj\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return raw + head + table + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(raw))


def sheet(content, resources=b"", entries=b"", more=(), fields=b"", deflate=False):
    stream = (b"<</Filter/FlateDecode>>", zlib.compress(content)) if deflate else (b"<<>>", content)
    return pdf_of([(b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + fields + b"]>>>>", None),
                   (b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>", None),
                   (b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>" + resources + b">>" + entries + b">>", None),
                   stream,
                   (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", None),
                   (b"<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/90ms-RKSJ-H/DescendantFonts[7 0 R]>>", None),
                   (b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/W[1[500 600]]>>", None),
                   (b"null", None), (b"null", None), *more])


def pdfs():
    text = b"BT /F1 10 Tf 20 30 Td [(A) -50 (B)] TJ 0 -12 Td (C) ' ET"
    yield sheet(text)
    yield sheet(text, deflate=True)
    yield sheet(b"BT /F2 12 Tf 1 0 0 1 20 50 Tm <8ba882> Tj 2 Tr 3 Ts 80 Tz <82a082a2> Tj ET")
    yield sheet(b"/Span<</ActualText<FEFF76EE>>>BDC " + text + b" EMC /X Do", b"/XObject<</X 10 0 R>>", more=[(b"<</Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 5 5]>>", b"0 0 m 9 9 l S 1 1 8 8 re f q 2 w [3 1] 0 d 0 0 9 9 re W n 1 2 3 4 5 6 c h B Q")])
    yield sheet(b"q 10 0 0 10 5 5 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q /I Do", b"/XObject<</I 10 0 R>>", more=[(b"<</Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode>>", b"00ff00ff>")])
    yield sheet(text, entries=b"/Rotate 90/CropBox[10 10 150 90]/UserUnit 2/Annots[10 0 R 11 0 R]", fields=b"10 0 R 11 0 R",
                more=[(b"<</Type/Annot/Subtype/Widget/FT/Btn/T(box)/V/On/AS/On/Rect[10 10 20 20]/AP<</N<</On 12 0 R/Off 12 0 R>>>>>>", None),
                      (b"<</Type/Annot/Subtype/Widget/FT/Tx/T(text)/V<FEFF4E00>/Rect[30 10 90 20]>>", None), (b"<</Subtype/Form/BBox[0 0 10 10]>>", b"0 0 m 10 10 l S")])
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <4e00> <42> <d842dfb7> endbfchar 1 beginbfrange <43> <50> <3042> endbfrange endcmap"
    yield sheet(b"BT /F3 10 Tf 20 30 Td (ABC) Tj ET", b"/Font<</F3 10 0 R>>",
                more=[(b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 67/Widths[9 9 9]/Encoding<</Differences[65/a/b/c]>>/CharProcs<</a 11 0 R/b 11 0 R/c 11 0 R>>/ToUnicode 12 0 R>>", None),
                      (b"<<>>", b"9 0 0 0 9 9 d1 0 0 9 9 re f"), (b"<<>>", cmap)])
    yield sheet(b"/P sh /G gs " + text, b"/ExtGState<</G<</LW 3/D[[2 1]0]/Font[5 0 R 9]/ca .5>>>>/Shading<</P<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1>>>>>>")
    objects = b"1 0 2 30 3 83 " .ljust(20) + b"<</Type/Catalog/Pages 2 0 R>> "
    objects = objects.ljust(50) + b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>"
    objects = objects.ljust(103) + b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>"
    body = b"%PDF-1.5\n"
    first = len(body)
    body += b"4 0 obj\n<</Type/ObjStm/N 3/First 20/Length %d>>\nstream\n" % len(objects) + objects + b"\nendstream\nendobj\n"
    second = len(body)
    body += b"5 0 obj\n<</Length 12>>\nstream\n0 0 9 9 re f\nendstream\nendobj\n"
    third = len(body)
    entries = b"".join(kind.to_bytes(1) + a.to_bytes(2) + b.to_bytes(1) for kind, a, b in [(0, 0, 0), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, first, 0), (1, second, 0), (1, third, 0)])
    yield body + b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>\nstream\n" % len(entries) + entries + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % third
    for path in sorted((ROOT / "fixtures/pdf").glob("*.pdf")):
        if path.stat().st_size < 50_000:
            yield path.read_bytes()


def labels():
    for path in sorted((ROOT / "crates/catalogue/forms").glob("*.toml")):
        yield from re.findall(r'"([^"\\]{2,18})"', path.read_text(encoding="utf-8"))
    yield from re.findall(r'"([^"\\]+)"', (ROOT / "crates/history/data/phrases.toml").read_text(encoding="utf-8"))


def dictionary(words):
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words)
    return "".join(f'"{word}"\n' for word in sorted(set(escaped)))


def main():
    out = pathlib.Path(sys.argv[1])
    targets = {"text_reader": (texts, TEXT + HTML), "document": (texts, [*labels(), *TEXT, *HTML]), "html_fragment": (fragments, HTML), "history_resolver": (rows, [*labels(), "\t", "Ⅱ", "①", "(", "別添", "→", "及び"]),
               "date_reader": (dates, DATES), "pdf_reader": (pdfs, PDF)}
    for target, (seeds, words) in targets.items():
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"seed-{number:04}").write_bytes(seed)
        (out / f"{target}.dict").write_text(dictionary(words), encoding="ascii")


main()
