#!/usr/bin/env bash
# BIOES tags in `spacy convert -c ner`.
#
# What one expects: `spacy convert` either reads BIOES, of which BILUO is the twin with other letters (S for U, E for L), or
# refuses tags that it does not know, as `spacy.training.biluo_tags_to_spans` does.
# What happens (spaCy 3.8.18): the file is taken without a word. `S-` is read rightly, so entities of one word look well, but each
# entity of several words falls into two: `B-LOC I-LOC E-LOC` becomes an entity without its last word, and one of its last word alone.
# With `U-` and `L-` the same file is read as it is meant. So rename the letters before training with spaCy, and compare the number of entities.
#
# Needs Python 3.11 or so, with pip.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet spacy==3.8.18
printf 'Ada\tS-PER\nsaw\tO\nRio\tB-LOC\nde\tI-LOC\nJaneiro\tE-LOC\n.\tO\n' >bioes.ner
sed 's/\tS-/\tU-/; s/\tE-/\tL-/' bioes.ner >biluo.ner
mkdir out
for file in bioes biluo; do venv/bin/python -m spacy convert "$file.ner" out -c ner -n 1 >"$file.said"; done
venv/bin/python - <<'PY'
import pathlib, sys
import spacy
from spacy.tokens import DocBin
def entities(name):
    docs = DocBin().from_disk(f"out/{name}.spacy").get_docs(spacy.blank("xx").vocab)
    return [(ent.text, ent.label_) for doc in docs for ent in doc.ents]
bioes, biluo = entities("bioes"), entities("biluo")
said = pathlib.Path("bioes.said").read_text()
print("spaCy", spacy.__version__, "\nBIOES:", bioes, "\nBILUO:", biluo, "\nsaid of BIOES:", " ".join(said.split()))
as_seen = (
    bioes == [("Ada", "PER"), ("Rio de", "LOC"), ("Janeiro", "LOC")]
    and biluo == [("Ada", "PER"), ("Rio de Janeiro", "LOC")]
    and "BIOES" not in said and "E-LOC" not in said
)
sys.exit(0 if as_seen else "changed: not what was seen with spaCy 3.8.18")
PY
