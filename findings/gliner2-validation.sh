#!/usr/bin/env bash
# What GLiNER2 does with training data when it is asked to validate it, and one mention is not in the text.
#
# What one expects: the mention that is wrong is told and left out, or the row is.
# What happens (gliner2 2.1.0, `DataLoader_Factory.load(…, validate=True)`, as the trainer calls it by default): all mentions of that label are
# taken out of the row, the right ones too, and so is the label itself. Nothing is printed: warnings are collected, and shown of rows that
# have nothing left alone. A label with one misspelt mention among twenty loses all twenty, without a word. Validation also takes for
# found what training cannot find: it looks for characters in any case, so that "art" is found in "party", where training
# compares whole words.
#
# Needs Python 3.10 or newer. PyTorch is not installed, since it is large: a stand-in lets the module of training data be
# imported, which is plain Python and calls nothing of it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet gliner2==2.1.0

cat >run.py <<'PY'
import contextlib, importlib.abc, importlib.machinery, io, json, sys
from importlib.metadata import version
from unittest.mock import MagicMock


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands in for what is not installed."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"torch", "numpy", "transformers", "safetensors", "peft"}:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock()
        module.__path__, module.__spec__ = [], spec
        return module

    def exec_module(self, module):
        pass


sys.meta_path.append(Absent())
from gliner2.processing.word_splitter import WhitespaceTokenSplitter
from gliner2.training.data import DataLoader_Factory, InputExample

text = "Clara and Bruno left Graz."
rows = [{"input": text, "output": {"entities": {"person": ["Clara", "Bruno", "Klara"], "place": ["Graz"]}}}]
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    loaded = DataLoader_Factory.load(rows, shuffle=False, validate=True)
party = InputExample(text="The party left.", entities={"field": ["art"]})
words = [word for word, _, _ in WhitespaceTokenSplitter()(party.text)]
seen = {
    "version": version("gliner2"),
    "kept": loaded[0]["output"]["entities"],
    "printed": printed.getvalue(),
    "valid": party.is_valid(),
    "words": words,
}
print(json.dumps(seen, indent=1))
expected = {
    "version": "2.1.0",
    "kept": {"place": ["Graz"]},
    "printed": "",
    "valid": True,
    "words": ["the", "party", "left", "."],
}
if seen != expected:
    sys.exit("changed: not what was seen with gliner2 2.1.0")
PY
env/bin/python run.py
