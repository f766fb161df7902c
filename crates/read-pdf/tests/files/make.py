"""Makes the PDFs of this folder: `python make.py` (needs fontTools, and qpdf on the path)."""

import io
import subprocess
import zlib
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

HERE = Path(__file__).parent
GLYPHS = 64


def program():
    """A TrueType font of squares of different sizes."""
    names = [".notdef"] + [f"g{n}" for n in range(GLYPHS)]
    glyphs = {}
    for n, name in enumerate(names):
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0)), pen.lineTo((n + 9, 0)), pen.lineTo((n + 9, 500)), pen.lineTo((0, 500)), pen.closePath()
        glyphs[name] = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (1000, 0) for name in names})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupPost(keepGlyphNames=False)
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def stream(entries, data):
    data = zlib.compress(data, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects):
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out))


def page(content, fonts, objects):
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<%s>>>>>>" % fonts,
        stream(b"", content),
    ] + objects


def embedded_japan1():
    """One font program under one name, three encodings, no ToUnicode."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Same/Encoding/%s/DescendantFonts[5 0 R]>>"
    to_glyph = b"".join((cid % GLYPHS + 1).to_bytes(2, "big") for cid in range(24_000))
    content = b"BT /A 10 Tf 10 80 Td <955D89BF> Tj /B 10 Tf 0 -20 Td <8A554FA1> Tj /C 10 Tf 0 -20 Td <C9BEB2C1> Tj ET"
    return page(content, b"/A 9 0 R/B 10 0 R/C 11 0 R", [
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Same/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)"
        b"/Supplement 2>>/FontDescriptor 6 0 R/CIDToGIDMap 7 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/AAAAAA+Same/Flags 4/FontFile2 8 0 R/FontBBox[0 0 500 500]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 500/StemV 80>>",
        stream(b"", to_glyph),
        stream(b"", program()),
        font % b"90ms-RKSJ-H", font % b"UniJIS-UTF16-H", font % b"EUC-H",
    ])


plain = page(b"BT /F1 10 Tf 10 80 Td (secret) Tj ET", b"/F1 5 0 R",
             [b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"])
(HERE / "embedded-japan1.pdf").write_bytes(pdf(embedded_japan1()))
(HERE / "plain.tmp").write_bytes(pdf(plain))
for name, user in (("encrypted", ""), ("password", "user")):
    subprocess.run(["qpdf", "--static-id", "--encrypt", user, "owner", "256", "--",
                    HERE / "plain.tmp", HERE / f"{name}.pdf"], check=False)
(HERE / "plain.tmp").unlink()
