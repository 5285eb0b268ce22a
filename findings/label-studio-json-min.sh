#!/usr/bin/env bash
# What the converter of Label Studio leaves out of its flat exports.
#
# What one expects: JSON-MIN and CSV are the same annotations in another layout, or say what they leave out.
# What happens (label-studio-sdk 2.1.2, the converter behind both exports): relations are dropped without a word, and a choice that
# belongs to one region becomes a plain value of the task, the same as one that belongs to the whole text: which region it was
# about cannot be told any more. Nothing is printed or raised. So these exports cannot be turned back into the annotations that
# were made, and a reader must not take a lone value for a label of the document.
#
# Needs Python 3.10 or newer with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet label-studio-sdk==2.1.2
mkdir in out

cat >config.xml <<'XML'
<View>
  <Labels name="label" toName="text"><Label value="PERSON"/><Label value="CAT"/></Labels>
  <Relations><Relation value="owns"/></Relations>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" perRegion="true"><Choice value="glad"/></Choices>
</View>
XML

cat >run.py <<'PY'
import json
from label_studio_sdk.converter import Converter

text = "Mia has a cat."
place = {"start": 0, "end": 3, "text": "Mia"}
result = [
    {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": {**place, "labels": ["PERSON"]}},
    {"id": "a", "from_name": "mood", "to_name": "text", "type": "choices", "value": {**place, "choices": ["glad"]}},
    {"id": "b", "from_name": "label", "to_name": "text", "type": "labels",
     "value": {"start": 10, "end": 13, "text": "cat", "labels": ["CAT"]}},
    {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["owns"]},
]
annotation = {"id": 1, "completed_by": {"id": 1, "email": "mia@example.org"}, "was_cancelled": False, "result": result}
json.dump([{"id": 1, "data": {"text": text}, "annotations": [annotation]}], open("in/tasks.json", "w"))
converter = Converter("config.xml", "in", upload_dir=".")
converter.convert_to_json_min("in", "out/min", is_dir=True)
converter.convert_to_csv("in", "out/csv", is_dir=True, sep=",", header=True)
[row] = json.load(open("out/min/result.json"))
table = open("out/csv/result.csv").read()
print(json.dumps(row), table, sep="\n")
places = [region["text"] for region in row["label"]]
is_as_seen = places == ["Mia", "cat"] and row["mood"] == "glad" and "owns" not in json.dumps(row) + table
if not is_as_seen:
    raise SystemExit("changed: not what was seen with label-studio-sdk 2.1.2")
PY
venv/bin/python run.py
