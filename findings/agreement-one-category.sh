#!/usr/bin/env bash
# Agreement beyond chance where every rater gives every item the same one label: 0/0, as for a rare label in most documents.
#
# What one expects: libraries of the field agree on whether that is a figure.
# What happens (Python 3.11): krippendorff 0.9.0 raises ValueError, cohen_kappa_score of scikit-learn 1.9.1 and fleiss_kappa of statsmodels
# 0.15.0 give nan, and nltk 3.10.4 gives 1 for alpha, kappa, pi and S alike. A mean over documents or labels is an error, nan, or
# close to 1 by the choice of the library alone.
#
# Needs Python 3 with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    nltk==3.10.4 krippendorff==0.9.0 scikit-learn==1.9.1 statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" -W ignore - <<'PY'
import math

import krippendorff
import numpy
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

try:
    krippendorff.alpha(reliability_data=[[1, 1, 1], [1, 1, 1]], level_of_measurement="nominal")
    raise AssertionError("krippendorff gives a figure")
except ValueError as error:
    print(f"krippendorff: ValueError: {error}")
cohen = cohen_kappa_score([1, 1, 1], [1, 1, 1])
fleiss = fleiss_kappa(numpy.array([[2, 0], [2, 0], [2, 0]]))
print(f"scikit-learn: {cohen}, statsmodels: {fleiss}")
assert math.isnan(cohen) and math.isnan(fleiss)
task = AnnotationTask(data=[(rater, item, 1) for rater in "ab" for item in range(3)])
figures = {name: getattr(task, name)() for name in ["alpha", "kappa", "pi", "S"]}
print(f"nltk: {figures}")
assert all(figure == 1 for figure in figures.values())
PY
