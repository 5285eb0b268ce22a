"""check_argilla.py FILE: what Argilla's library reads from exported records."""

import sys

import normal
from stand_in import argilla

argilla = argilla()
for record in argilla.records._io.JsonIO._records_from_json(sys.argv[1]):
    text = record.fields["text"]
    for suggestion in record.suggestions:
        for value in suggestion.value:
            if isinstance(value, str):
                normal.label(value)
            else:
                start, end = value["start"], value["end"]
                normal.span(value["label"], [(start, end)], text[start:end])
