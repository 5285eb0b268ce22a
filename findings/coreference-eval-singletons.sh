#!/usr/bin/env bash
# CEAF-e of coreference-eval, whose metrics derive from those of e2e-coref by its own words, where clusters of one mention are annotated.
#
# What one expects: a prediction that is the gold standard has an F1 of 1 by every metric.
# What happens (coreference-eval 0.0.2, Python 3.11): CEAF-e leaves singletons out of the prediction and not out of the gold standard, so
# that each of them is missed. One chain and two singletons, predicted as they are, have a CEAF-e recall of 1/3, an F1 of 0.5 and
# a CoNLL-2012 F1 of 0.83, while MUC, B³ and LEA say 1. scorch 0.2.0, after the reference scorer, says 1 for CEAF-e, too.
# Without singletons on either side the two agree. So figures over corpora with singletons are not to be compared with those of others.
#
# Needs Python 3 with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet coreference-eval==0.0.2 scorch==0.2.0 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/pip" list 2>/dev/null | grep -iE "coreference|scorch"

"$work/venv/bin/python" - <<'PY'
import sys
from corefeval import get_metrics
from scorch.scores import ceaf_e

seen = {}
for name, clusters in {
    "with singletons": [[(0, 0), (4, 4)], [(7, 7)], [(9, 9)]],
    "without": [[(0, 0), (4, 4)], [(7, 7), (9, 9)]],
}.items():
    conll, metrics = get_metrics(clusters, clusters, verbose=False)
    sets = [set(cluster) for cluster in clusters]
    f1 = {metric: round(float(figures["f1"]), 2) for metric, figures in metrics.items()}
    seen[name] = {**f1, "conll": round(float(conll), 2), "scorch's CEAF-e": round(float(ceaf_e(sets, sets)[2]), 2)}
    print(name, seen[name])
right = {"muc": 1, "b_cubed": 1, "ceafe": 1, "lea": 1, "conll": 1, "scorch's CEAF-e": 1}
if seen != {"with singletons": right | {"ceafe": 0.5, "conll": 0.83}, "without": right}:
    sys.exit("changed: not what was seen with coreference-eval 0.0.2")
PY
