#!/usr/bin/env bash
# Text on a PDF layer that is switched off is extracted like any other, although the same library does not paint it.
#
# The guess:  a library that renders a page with optional content (layers, PDF 32000-1 section 8.11) as a viewer does,
#             gives the same text when it is asked for text: what the default configuration (/OCProperties /D /OFF)
#             switches off is neither painted nor extracted.
# Versions:   pypdfium2 5.15.2, pdfplumber 0.11.10 (pdfminer.six 20260107)
# Behaviour:  pypdfium2 leaves the layer out of its picture and keeps it in its text page; pdfplumber keeps its
#             characters too. Neither says that a layer is switched off. So a figure that nobody can see (an earlier
#             value, a draft) stands beside the one that is printed, and two independent readers agree on it.
# Seen:       see EXPECTED at the end of the program.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" 2>/dev/null || python3 -m venv --without-pip "$work/venv"
python3 -m pip --disable-pip-version-check --python "$work/venv/bin/python" install --quiet \
  pypdfium2==5.15.2 pdfplumber==0.11.10 pillow 2>/dev/null
cat >"$work/look.py" <<'PY'
"""A page with 118 in sight and 128 on a layer that the file switches off: what is painted, what is extracted."""

import io
import sys

import pdfplumber
import pypdfium2


def document() -> bytes:
    text = b"BT /F1 24 Tf 20 60 Td (118) Tj ET /OC /L1 BDC BT /F1 24 Tf 120 60 Td (128) Tj ET EMC"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> /Properties << /L1 6 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /OCG /Name (draft) >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


data = document()
page = pypdfium2.PdfDocument(data)[0]
picture = page.render(scale=1).to_pil().convert("L")
dark = {side: picture.crop(box).getextrema()[0] < 128 for side, box in
        {"left": (0, 0, 100, 100), "right": (100, 0, 200, 100)}.items()}
seen = {
    "pypdfium2 paints": [number for number, side in (("118", "left"), ("128", "right")) if dark[side]],
    "pypdfium2 extracts": page.get_textpage().get_text_range().split(),
    "pdfplumber extracts": pdfplumber.open(io.BytesIO(data)).pages[0].extract_text().split(),
}
for what, numbers in seen.items():
    print(f"{what}: {' '.join(numbers)}")
EXPECTED = {
    "pypdfium2 paints": ["118"],
    "pypdfium2 extracts": ["118", "128"],
    "pdfplumber extracts": ["118", "128"],
}
sys.exit(0 if seen == EXPECTED else 1)
PY
"$work/venv/bin/python" "$work/look.py"
