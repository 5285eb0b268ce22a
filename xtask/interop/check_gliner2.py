"""check_gliner2.py FILE: what GLiNER2 loads for training, after it has thrown out what it finds wrong."""

import sys

import normal
from stand_in import gliner2

data = gliner2()
for number, example in enumerate(data.TrainingDataset.load(sys.argv[1]).examples, 1):
    for error in example.validate():
        print(f"! row {number}: {error}", file=sys.stderr)
    for label, mentions in example.entities.items():
        for mention in mentions:
            place = data.SurfaceSpan.from_mapping(mention)
            normal.span(label, [(place.start, place.end)], example.text[place.start : place.end])
    for relation in example.relations:
        normal.relation(relation.name)
    for task in example.classifications:
        for label in task.to_dict()["true_label"]:
            normal.label(label)
