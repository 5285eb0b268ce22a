"""Stands in for large libraries that another one imports and, for what is done here, never calls."""

import importlib.abc
import importlib.machinery
import sys
from contextlib import contextmanager
from unittest.mock import MagicMock


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names):
        self.names = set(names)

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock()
        module.__path__, module.__spec__ = [], spec
        return module

    def exec_module(self, module):
        pass


@contextmanager
def stand_in(*names):
    """Within it these can be imported, whether they are installed or not."""
    finder = Absent(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.split(".")[0] in finder.names]:
            del sys.modules[name]


def gliner2():
    """The data of GLiNER2, which is plain Python; only its models need what is left out."""
    with stand_in("torch", "numpy", "transformers", "safetensors", "peft"):
        from gliner2.training import data
    return data


def argilla():
    """The records of Argilla; only its exports to the hub need what is left out."""
    with stand_in("datasets"):
        import argilla
        import argilla.records._io
    return argilla
