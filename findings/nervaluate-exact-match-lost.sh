#!/usr/bin/env bash
# nervaluate's strict and exact schemes, where a prediction holds both an entity and a part of it.
#
# What one expects: strict counts a predicted entity as correct when its boundaries and its label are those of a gold one,
# and the order in which entities are listed does not matter.
# What happens (nervaluate 1.2.1, Python 3.11): each predicted entity in turn takes the first gold one that it overlaps, as incorrect, and that
# one is gone for those behind it. With "Mary Ann" and then "Mary Ann Weber" predicted, which is the order of the text, and "Mary Ann Weber"
# gold, strict, exact and partial find nothing that is right (F1 0, 0 and 0.33); with the two listed the other way round each
# is 0.67. So scores of systems that give nested or overlapping entities depend on the order of their lists, and are too low in the usual one.
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

gold = [{"label": "PER", "start": 0, "end": 2}]  # Mary Ann Weber, in words
part = {"label": "PER", "start": 0, "end": 1}
seen = {}
for order, predicted in {"part first": [part, *gold], "whole first": [*gold, part]}.items():
    judged = Evaluator([gold], [predicted], tags=["PER"], loader="dict").evaluate()["overall"]
    seen[order] = {scheme: round(result.f1, 2) for scheme, result in judged.items()}
    print(order, seen[order])
expected = {
    "part first": {"strict": 0, "partial": 0.33, "ent_type": 0.67, "exact": 0},
    "whole first": {"strict": 0.67, "partial": 0.67, "ent_type": 0.67, "exact": 0.67},
}
if seen != expected:
    sys.exit("changed: not what was seen with nervaluate 1.2.1")
PY
