#!/usr/bin/env bash
# The text of a paragraph, `raw`, in spaCy's training JSON.
#
# What one expects: where a paragraph has `raw`, the converted document has that text, and the tokens are found in it.
# What happens (spaCy 3.8.18, `spacy convert -c json`): `raw` only says whether one blank stands behind a token. Any other white space is
# left out, so that words which a line end or a tab parted are written together ("end\n\nNext" becomes "endNext"), and every
# character offset behind it is another one than in the data; nothing is said. The text is kept where white space beyond one blank
# is a token of its own, tagged `O`.
#
# Needs Python 3.11 or so, with pip.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet spacy==3.8.18
venv/bin/python - <<'PY'
import json, pathlib
raw = "The end\n\nNext: Ada\tLee."
def data(tokens):
    tokens = [{"id": n, "orth": orth, "ner": "U-PER" if orth in ("Ada", "Lee") else "O"} for n, orth in enumerate(tokens)]
    return json.dumps([{"id": 0, "paragraphs": [{"raw": raw, "sentences": [{"tokens": tokens, "brackets": []}], "cats": []}]}])
words = ["The", "end", "Next", ":", "Ada", "Lee", "."]
pathlib.Path("words.json").write_text(data(words))
pathlib.Path("spaces.json").write_text(data(words[:2] + ["\n\n"] + words[2:5] + ["\t"] + words[5:]))
PY
mkdir out
for file in words spaces; do venv/bin/python -m spacy convert "$file.json" out -c json -n 1 >/dev/null; done
venv/bin/python - <<'PY'
import sys
import spacy
from spacy.tokens import DocBin
def read(name):
    doc = next(DocBin().from_disk(f"out/{name}.spacy").get_docs(spacy.blank("xx").vocab))
    return doc.text, [(ent.text, ent.start_char) for ent in doc.ents]
words, spaces = read("words"), read("spaces")
print("spaCy", spacy.__version__, "\nwords alone:", words, "\nwith white space as tokens:", spaces)
as_seen = words == ("The endNext: AdaLee.", [("Ada", 13), ("Lee", 16)]) and spaces == ("The end\n\nNext: Ada\tLee.", [("Ada", 15), ("Lee", 19)])
sys.exit(0 if as_seen else "changed: not what was seen with spaCy 3.8.18")
PY
