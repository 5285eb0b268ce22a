#!/usr/bin/env bash
# nervaluate with spans in characters, in the form of Prodigy.
#
# What one expects: "prodi.gy style lists of spans", which it says it accepts, have `start` and `end` in characters with `end` exclusive, as Prodigy
# and spaCy write them. A predicted span that begins where a gold one ends shares nothing with it.
# What happens (nervaluate 1.2.1, Python 3.11): `end` is taken for the last position within. In "New YorkTimes Square" the gold span
# 0-8 and the predicted one 8-20 share no character, and ent_type counts the prediction as correct (F1 1.0), partial as half right (0.5).
# With the ends made inclusive by hand both are 0. Strict and exact are right either way, so that nothing shows that the ends are wrong.
#
# Needs Python 3 with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet nervaluate==1.2.1
"$work/venv/bin/pip" list 2>/dev/null | grep -i nervaluate

"$work/venv/bin/python" - <<'PY'
import sys
from nervaluate import Evaluator

seen = {}
for ends, last in {"exclusive, as Prodigy's": 0, "inclusive": 1}.items():
    gold = [{"label": "LOC", "start": 0, "end": 8 - last}]
    predicted = [{"label": "LOC", "start": 8, "end": 20 - last}]
    judged = Evaluator([gold], [predicted], tags=["LOC"], loader="dict").evaluate()["overall"]
    seen[ends] = {scheme: round(result.f1, 2) for scheme, result in judged.items()}
    print(ends, seen[ends])
nothing = {"strict": 0, "partial": 0, "ent_type": 0, "exact": 0}
if seen != {"exclusive, as Prodigy's": nothing | {"partial": 0.5, "ent_type": 1.0}, "inclusive": nothing}:
    sys.exit("changed: not what was seen with nervaluate 1.2.1")
PY
