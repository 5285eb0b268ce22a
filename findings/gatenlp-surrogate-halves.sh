#!/usr/bin/env bash
# gatenlp reading offsets that count UTF-16 units and lie inside a character.
#
# What one expects: a bdoc file with `"offset_type": "j"` counts UTF-16 units, as Java does. An offset between the halves of a surrogate
# pair is at no character: such a file is refused, or the annotation is, as gatenlp refuses one whose end is before its start.
# What happens (gatenlp 1.0.8, Python 3.11): the offset is moved to the beginning of the character, without a word. In "a 😀 b" the
# annotation 3-4, the second half of the emoji, becomes the whole emoji, and 2-3, its first half, an annotation of no width before it.
#
# Needs Python 3 with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet gatenlp==1.0.8 requests==2.32.5
"$work/venv/bin/pip" list 2>/dev/null | grep -i gatenlp

"$work/venv/bin/python" - "$work/a.bdocjs" <<'PY'
import json
import sys

from gatenlp import Document


def read(ends):
    annotations = [{"type": "X", "start": start, "end": end, "id": i, "features": {}} for i, (start, end) in enumerate(ends)]
    sets = {"": {"name": "", "next_annid": len(ends), "annotations": annotations}}
    file = {"text": "a 😀 b", "features": {}, "offset_type": "j", "name": "a", "annotation_sets": sets}
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(file, out)
    document = Document.load(sys.argv[1])
    return [(it.start, it.end, document[it]) for it in sorted(document.annset(), key=lambda it: it.id)]


whole = read([(2, 4), (5, 6)])
print("at characters: ", whole)
halves = read([(2, 3), (3, 4), (3, 3)])
print("between halves:", halves)
try:
    print("ends first:    ", read([(4, 2)]))
    refused = False
except Exception as error:
    print("ends first:     refused,", error)
    refused = True
moved = [(2, 2, ""), (2, 3, "😀"), (2, 2, "")]
if (whole, halves, refused) != ([(2, 3, "😀"), (4, 5, "b")], moved, True):
    sys.exit("changed: not what was seen with gatenlp 1.0.8")
PY
