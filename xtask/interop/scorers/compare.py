"""Makes documents, and says how the scorers of others judge them: compare.py FOLDER

Writes rows, a file for each side of a case, and `expected.json`: for each case its command, its files, and a list of
[name of the scorer, path in the JSON of the command, figure].
"""
import itertools
import json
import random
import sys
from pathlib import Path

import krippendorff
import numpy
from corefeval import Document, Scorer
from nervaluate import Evaluator
from scorch.scores import b_cubed, ceaf_e, conll2012, muc
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

folder = Path(sys.argv[1])
chance = random.Random(20260514)
LABELS = ["LOC", "ORG", "PER"]
WIDTH = 3  # letters of a word: all alike, so that distances in words and in characters are alike


def write(name, documents):
    """Rows of (spans as first word, last word, label; clusters as lists of spans) over words of their own."""
    with open(folder / name, "w", encoding="utf-8") as file:
        for number, (length, spans, clusters) in enumerate(documents):
            words = [f"{(number * 131 + i * 17) % 1000:03}" for i in range(length)]
            row = {"id": f"d{number}", "text": " ".join(words), "spans": [], "relations": [], "clusters": [], "events": []}
            for i, (first, last, label) in enumerate(spans):
                start, end = first * (WIDTH + 1), last * (WIDTH + 1) + WIDTH
                row["spans"].append({"id": f"s{i}", "start": start, "end": end, "label": label})
            for i, members in enumerate(clusters):
                row["clusters"].append({"id": f"c{i}", "type": "", "members": [f"s{member}" for member in members]})
            file.write(json.dumps(row) + "\n")


def flat(length):
    """Spans apart from each other."""
    spans, at = [], chance.randrange(3)
    while at < length:
        last = min(length - 1, at + chance.choice([0, 0, 1, 2, 4]))
        spans.append((at, last, chance.choice(LABELS)))
        at = last + 1 + chance.choice([0, 1, 2, 4])
    return spans


def changed(spans, length):
    """The same with the faults that taggers make, still apart from each other."""
    made, at = [], 0
    for first, last, label in spans:
        fault = chance.randrange(8)
        first = max(first, at)
        if fault == 0 or first > last:
            continue
        if fault == 1:
            label = chance.choice(LABELS)
        if fault == 2:
            first = chance.randint(max(at, first - 2), last)
        if fault == 3:
            last = chance.randint(first, min(length - 1, last + 2))
        if fault == 4 and first < last:
            cut = chance.randint(first, last - 1)
            made.append((first, cut, label))
            first = cut + 1
        made.append((first, last, label))
        at = last + 1
    return made


def tags(spans, length):
    made = ["O"] * length
    for first, last, label in spans:
        made[first : last + 1] = ["B-" + label] + ["I-" + label] * (last - first)
    return made


def names():
    lengths = [chance.randint(5, 60) for _ in range(60)]
    gold = [flat(length) for length in lengths]
    predicted = [changed(spans, length) for spans, length in zip(gold, lengths)]
    write("names-gold.jsonl", [(length, spans, []) for length, spans in zip(lengths, gold)])
    write("names-predicted.jsonl", [(length, spans, []) for length, spans in zip(lengths, predicted)])
    gold = [tags(spans, length) for spans, length in zip(gold, lengths)]
    predicted = [tags(spans, length) for spans, length in zip(predicted, lengths)]
    expected = []

    report = classification_report(gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    places = {label: ["labels", i] for i, label in enumerate(LABELS)} | {"micro avg": ["micro"], "macro avg": ["macro"]}
    for row, place in places.items():
        for ours, theirs in [("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")]:
            expected.append(("seqeval", place + ["schemes", "strict", ours], report[row][theirs]))

    judged = Evaluator(gold, predicted, tags=LABELS, loader="list").evaluate()
    rows = [(["micro"], judged["overall"])] + [(places[label], judged["entities"][label]) for label in LABELS]
    for place, row in rows:
        for ours, theirs in [("strict", "strict"), ("exact", "exact"), ("partial", "partial"), ("type", "ent_type")]:
            for figure in ["precision", "recall", "f1"]:
                expected.append(("nervaluate", place + ["schemes", ours, figure], getattr(row[theirs], figure)))
    return expected


def partition(count, singletons):
    """Mentions, by number, in clusters; some in none."""
    clusters = [[] for _ in range(max(1, count // 3))]
    for mention in range(count):
        if chance.randrange(6):
            chance.choice(clusters).append(mention)
    return [cluster for cluster in clusters if len(cluster) > (0 if singletons else 1)]


def clusters(name, singletons):
    counts = [chance.randint(2, 25) for _ in range(30)]
    spans = [[(at, at, "MENTION") for at in range(count)] for count in counts]
    gold = [partition(count, singletons) for count in counts]
    predicted = [
        partition(count, singletons) if chance.randrange(3) == 0
        else [part for cluster in here for part in ([cluster] if chance.randrange(3) else [cluster[:2], cluster[2:]])]
        for count, here in zip(counts, gold)
    ]
    predicted = [[cluster for cluster in here if len(cluster) > (0 if singletons else 1)] for here in predicted]
    write(f"{name}-gold.jsonl", list(zip(counts, spans, gold)))
    write(f"{name}-predicted.jsonl", list(zip(counts, spans, predicted)))
    place = ["coreference", "metrics"]
    expected = []

    key = [{(at, mention) for mention in cluster} for at, here in enumerate(gold) for cluster in here]
    response = [{(at, mention) for mention in cluster} for at, here in enumerate(predicted) for cluster in here]
    for metric, judge in [("MUC", muc), ("B³", b_cubed), ("CEAF-e", ceaf_e)]:
        for figure, value in zip(["recall", "precision", "f1"], judge(key, response)):
            expected.append(("scorch", place + [metric, figure], float(value)))
    expected.append(("scorch", ["coreference", "conll_f1"], float(conll2012(key, response))))

    # It passes singletons over on one side alone: findings/coreference-eval-singletons.sh.
    if not singletons:
        scorer = Scorer()
        for theirs, ours in zip(predicted, gold):
            mentions = lambda here: [[(mention, mention) for mention in cluster] for cluster in here]
            scorer.update(Document(predicted=mentions(theirs), truth=mentions(ours)))
        conll, judged = scorer.detailed_score("", "", verbose=False)
        for metric, theirs in [("MUC", "muc"), ("B³", "b_cubed"), ("CEAF-e", "ceafe"), ("LEA", "lea")]:
            for figure in ["precision", "recall", "f1"]:
                expected.append(("coreference-eval", place + [metric, figure], float(judged[theirs][figure])))
        expected.append(("coreference-eval", ["coreference", "conll_f1"], float(conll)))
    return expected


def raters(name, count, missing):
    """What `count` raters say of each word; of one document in `missing` one of them says nothing, since it was not theirs."""
    lengths = [chance.randint(5, 60) for _ in range(40)]
    texts = [flat(length) for length in lengths]
    said = [[changed(spans, length) for _ in range(count)] for spans, length in zip(texts, lengths)]
    seen = [[not missing or (at % missing != 0 or rater != at // missing % count) for rater in range(count)] for at in range(40)]
    for rater in range(count):
        # A document that was not seen stands in its place with another text, which nobody else has.
        rows = [(length, said[at][rater], []) if seen[at][rater] else (0, [], []) for at, length in enumerate(lengths)]
        write(f"{name}-{rater}.jsonl", rows)
    def words(kind):
        columns = [[] for _ in range(count)]
        for at, length in enumerate(lengths):
            for rater in range(count):
                on = [None] * length if not seen[at][rater] else [0] * length
                for first, last, label in said[at][rater] if seen[at][rater] else []:
                    on[first : last + 1] = [kind(label)] * (last - first + 1)
                columns[rater] += on
        return columns
    def alpha(columns):
        data = numpy.array([[numpy.nan if it is None else it for it in column] for column in columns], dtype=float)
        return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
    columns = words(lambda label: LABELS.index(label) + 1)
    expected = [("krippendorff", ["tokens", "alpha", "value"], alpha(columns))]
    for at, label in enumerate(LABELS):
        expected.append(("krippendorff", ["labels", at, "alpha_tokens", "value"], alpha(words(lambda it: int(it == label)))))
    whole = [row for row in zip(*columns) if None not in row]
    table = numpy.array([[row.count(category) for category in range(len(LABELS) + 1)] for row in whole])
    expected.append(("statsmodels", ["tokens", "fleiss", "value"], float(fleiss_kappa(table, method="fleiss"))))
    for at, (one, other) in enumerate(itertools.combinations(range(count), 2)):
        both = [pair for pair in zip(columns[one], columns[other]) if None not in pair]
        kappa = float(cohen_kappa_score(*zip(*both)))
        expected.append(("scikit-learn", ["pairs", at, "kappa", "value"], kappa))
        pairs = [at for at in range(40) if seen[at][one] and seen[at][other]]
        report = classification_report(
            [tags(said[at][one], lengths[at]) for at in pairs], [tags(said[at][other], lengths[at]) for at in pairs],
            mode="strict", scheme=IOB2, output_dict=True, zero_division=0,
        )
        expected.append(("seqeval", ["pairs", at, "spans", "f1_strict", "value"], float(report["micro avg"]["f1-score"])))
    return expected


def scored(name, expected):
    command = ["score", "--json", "--samples", "0", "--scheme", "strict,exact,partial,type"]
    return {"command": command, "files": [f"{name}-gold.jsonl", f"{name}-predicted.jsonl"], "figures": expected}


def agreed(name, count, missing):
    command = ["agree", "--to", "json", "--samples", "0"]
    files = [f"{name}-{rater}.jsonl" for rater in range(count)]
    return {"command": command, "files": files, "figures": raters(name, count, missing)}


expected = {
    "names": scored("names", names()),
    "chains": scored("chains", clusters("chains", False)),
    "singletons": scored("singletons", clusters("singletons", True)),
    "two raters": agreed("two", 2, 0),
    "four raters": agreed("four", 4, 3),
}
(folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
