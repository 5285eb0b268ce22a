"""check_stam.py STORE: what the library of STAM reads from a store."""

import sys

import normal
import stam

store = stam.AnnotationStore(file=sys.argv[1])
for annotation in store.annotations():
    said = {data.key().id(): data.value().get() for data in annotation if data.dataset().id() == "postil"}
    kind = annotation.target()
    places = [(it.begin(), it.end()) for it in annotation.textselections()]
    if places:
        normal.span(said["label"], places, " ".join(annotation.text()))
    elif kind.is_kind(stam.SelectorKind.RESOURCESELECTOR):
        if "label" in said:
            normal.label(said["label"])
    else:
        normal.relation(said["label"])
