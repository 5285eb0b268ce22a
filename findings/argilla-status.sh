#!/usr/bin/env bash
# Records that Argilla's library exports as JSON, and what annotators threw away.
#
# What one expects: `dataset.records.to_json(…)` keeps of an answer whether it was submitted, is a draft or was discarded, as the server
# and `Response.status` know it, and of a record whether it is completed.
# What happens (argilla 2.8.0): the nested form (`to_json`, `to_disk`, `Record.to_dict`) has `value` and `user_id` alone, so that an answer
# which its annotator discarded looks like one that was submitted, and cannot be told from it when the file is read again. The
# flat form (`to_list(flatten=True)`, `to_datasets`) has it, in `QUESTION.responses.status`. `Record.from_dict` takes no notice of
# the `status` of a record: what was completed is pending.
#
# Needs Python 3.10 or newer. Nothing is sent anywhere: records are made and exported without a server. `datasets` is not installed,
# since it is large and only other exports use it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet pydantic==2.14.4 httpx==0.28.1 huggingface_hub==0.36.0 rich==14.2.0 pillow==12.0.0 standardwebhooks==1.0.0
env/bin/pip install --quiet --no-deps argilla==2.8.0

cat >run.py <<'PY'
import json, sys
from importlib.metadata import version
from pathlib import Path
from unittest.mock import MagicMock

for name in ["datasets", "datasets.data_files"]:
    sys.modules[name] = MagicMock()
import argilla
from argilla.records._io import GenericIO, JsonIO

USERS = [f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2)]
span = [{"start": 0, "end": 5, "label": "PERSON"}]
answers = [argilla.Response("spans", span, user, status=status) for user, status in zip(USERS, ["submitted", "discarded"])]
record = argilla.Record(id="one", fields={"text": "Clara sang."}, responses=answers)
record._model.status = "completed"

path = JsonIO.to_json([record], Path("records.json"))
nested = json.loads(path.read_text())[0]
flat = GenericIO.to_list([record], flatten=True)[0]
again = JsonIO._records_from_json(path)[0]
seen = {
    "version": version("argilla"),
    "nested": [sorted(answer) for answer in nested["responses"]["spans"]],
    "flat": flat["spans.responses.status"],
    "again": [answer.status for answer in again.responses],
    "record": [nested["status"], again.status],
}
print(json.dumps(seen, indent=1))
expected = {
    "version": "2.8.0",
    "nested": [["user_id", "value"], ["user_id", "value"]],
    "flat": ["submitted", "discarded"],
    "again": [None, None],
    "record": ["completed", "pending"],
}
if seen != expected:
    sys.exit("changed: not what was seen with argilla 2.8.0")
PY
env/bin/python run.py
