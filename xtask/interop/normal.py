"""What a reader found, in the form that `interop.rs` compares: code points, ends exclusive, a line each."""

import json


def span(label, parts, quote):
    starts, ends = (",".join(str(part[i]) for part in parts) for i in (0, 1))
    print(starts, ends, label, json.dumps(quote, ensure_ascii=False), sep="\t")


def relation(label):
    print("~", label, sep="\t")


def label(name):
    print("=", name, sep="\t")
