#!/usr/bin/env bash
# The text of a paragraph, `raw`, in spaCy's training JSON.
#
# What one expects: where a paragraph has `raw`, the converted document has that text, and the tokens are found in it.
# What happens (spaCy 3.8.18, `spacy convert -c json`): `raw` only says whether one blank stands behind a token. Any other white space is
# left out, so that words which a line end or a tab parted are written together ("end\n\nNext" becomes "endNext"), and every
# character offset behind it is another one than in the data; nothing is said. White space as tokens of its own keeps line ends and
# tabs, but two blanks become three, as they do in what spaCy itself wrote. Only a field that its own writer leaves out makes the text the same:
# `space`, true or false, in each token.
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
raw = "The  end\n\nNext: Ada\tLee."
def data(tokens, spaces=None):
    tokens = [{"id": n, "orth": orth, "ner": "U-PER" if orth in ("Ada", "Lee") else "O"} for n, orth in enumerate(tokens)]
    if spaces is not None:
        for n, token in enumerate(tokens):
            token["space"] = n in spaces
    return json.dumps([{"id": 0, "paragraphs": [{"raw": raw, "sentences": [{"tokens": tokens, "brackets": []}], "cats": []}]}])
words = ["The", "end", "Next", ":", "Ada", "Lee", "."]
pathlib.Path("words.json").write_text(data(words))
whole = ["The", " ", "end", "\n\n", "Next", ":", "Ada", "\t", "Lee", "."]
pathlib.Path("spaces.json").write_text(data(whole))
pathlib.Path("said.json").write_text(data(whole, {0, 5}))
PY
mkdir out
for file in words spaces said; do venv/bin/python -m spacy convert "$file.json" out -c json -n 1 >/dev/null; done
venv/bin/python - <<'PY'
import sys
import spacy
from spacy.tokens import DocBin
def read(name):
    doc = next(DocBin().from_disk(f"out/{name}.spacy").get_docs(spacy.blank("xx").vocab))
    return doc.text, [(ent.text, ent.start_char) for ent in doc.ents]
words, spaces, said = read("words"), read("spaces"), read("said")
print("spaCy", spacy.__version__, "\nwords alone:", words, "\nwith white space as tokens:", spaces, "\nand with `space`:", said)
as_seen = (
    words == ("The endNext: AdaLee.", [("Ada", 13), ("Lee", 16)])
    and spaces == ("The   end\n\nNext: Ada\tLee.", [("Ada", 17), ("Lee", 21)])
    and said == ("The  end\n\nNext: Ada\tLee.", [("Ada", 16), ("Lee", 20)])
)
sys.exit(0 if as_seen else "changed: not what was seen with spaCy 3.8.18")
PY
