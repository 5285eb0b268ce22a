#!/usr/bin/env bash
# AnnotationTask of nltk.metrics.agreement, where one rater has no answer to one of the items: people do not finish, and texts are
# handed out with an overlap.
#
# What one expects: each coefficient leaves out what it cannot use, or all of them say that answers are missing.
# What happens (nltk 3.10.4, Python 3.11): alpha() leaves the answer out and equals krippendorff 0.9.0 to twelve digits; kappa(), pi(),
# S(), multi_kappa() and avg_Ao() of the very same task raise "RuntimeError: generator raised StopIteration", which names
# neither the rater nor the item.
#
# Needs Python 3 with venv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check nltk==3.10.4 krippendorff==0.9.0
"$work/venv/bin/python" - <<'PY'
import krippendorff
from nltk.metrics.agreement import AnnotationTask

answers = {"ada": [1, 2, 2, 1, 3], "ben": [1, 2, 3, 1, 3], "cleo": [1, 2, 2, 1, None]}
task = AnnotationTask(
    data=[(rater, item, said) for rater, row in answers.items() for item, said in enumerate(row) if said is not None]
)
nan = float("nan")
table = [[nan if said is None else said for said in row] for row in answers.values()]
reference = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
print(f"alpha: nltk {task.alpha():.6f}, krippendorff {reference:.6f}")
assert abs(task.alpha() - reference) < 1e-12
for name in ["kappa", "pi", "S", "multi_kappa", "avg_Ao"]:
    try:
        figure = getattr(task, name)()
    except RuntimeError as error:
        print(f"{name}: RuntimeError: {error}")
        assert str(error) == "generator raised StopIteration", error
    else:
        raise AssertionError(f"{name} has become {figure}")
PY
