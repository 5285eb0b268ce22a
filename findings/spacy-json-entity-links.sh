#!/usr/bin/env bash
# Links of entities to a knowledge base in `Doc.to_json`.
#
# What one expects: a span's `kb_id` survives `Doc.to_json` and `Doc.from_json` wherever the span stands, as it survives DocBin.
# What happens (spaCy 3.8.18): it is written and read of spans in `doc.spans`, and left out of `doc.ents`, without a warning. A `kb_id`
# that is put into the entities of the JSON by hand is passed over when it is read. The same span, put into both, comes back with its
# link in the group and without it as an entity; so data of entity linking must go through DocBin, or through a span group.
#
# Needs Python 3.11 or so, with pip.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet spacy==3.8.18
venv/bin/python - <<'PY'
import json, sys
import spacy
from spacy.tokens import Doc, DocBin, Span
nlp = spacy.blank("en")
doc = nlp("Ada wrote notes.")
span = Span(doc, 0, 1, label="PER", kb_id="Q7259")
doc.ents = [span]
doc.spans["sc"] = [span]
def links(doc):
    return {"ents": [ent.kb_id_ for ent in doc.ents], "spans": [span.kb_id_ for span in doc.spans["sc"]]}
written = doc.to_json()
by_json = Doc(nlp.vocab).from_json(json.loads(json.dumps(written)))
written["ents"][0]["kb_id"] = "Q7259"
by_hand = Doc(nlp.vocab).from_json(written, validate=True)
by_bin = next(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab))
found = {"before": links(doc), "JSON": links(by_json), "JSON with kb_id by hand": links(by_hand), "DocBin": links(by_bin)}
print("spaCy", spacy.__version__, json.dumps(found, indent=1))
both, group = {"ents": ["Q7259"], "spans": ["Q7259"]}, {"ents": [""], "spans": ["Q7259"]}
as_seen = list(found.values()) == [both, group, group, both]
sys.exit(0 if as_seen else "changed: not what was seen with spaCy 3.8.18")
PY
