#!/usr/bin/env python3
"""Writes speakers.txt anew: nouns for people and groups, verbs beside quotations and forenames, as corpora use them.

usage: learn.py DATA NAMES_FOLDER

DATA holds the folders litbank, gum and gmb with their training parts; NAMES_FOLDER the lists of the PyPI package names 0.3.0.
"""

import json
import re
import sys
from collections import Counter, defaultdict

DATA, NAMES = sys.argv[1:3]
ENDS = "of for in on at to from with by who whom whose which that as and under over about near into behind without than".split()
MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}


def rows(part):
    return (json.loads(line) for line in open(f"{DATA}/{part}.jsonl", encoding="utf-8"))


def head(words):
    kept = []
    for word in words.split():
        if kept and (word in ENDS or word[0] in "(-—–,"):
            break
        bare = word.strip(",;:\"”“.’'")
        if bare:
            kept.append(bare)
        if kept and word[-1] in ",;:":
            break
    return kept[-1] if kept else ""


person, group, gender = Counter(), Counter(), defaultdict(Counter)
spoken = Counter()
for row in rows("litbank/train"):
    text = row["text"]
    starts = sorted((m[0], m[1]) for chain in row["coref"] for m in chain)
    names = dict(zip(row["coref_names"], row["coref"]))
    for chain in row["coref"]:
        said = Counter()
        for start, end, _, kind in chain:
            if kind == "PRON":
                word = text[start:end].lower()
                said["m"] += word in MALE
                said["f"] += word in FEMALE
        for start, end, kind, form in chain:
            noun = head(text[start:end])
            if form == "NOM" and noun.isalpha() and noun.islower():
                (person if kind == "PER" else group if kind == "ORG" else Counter())[noun] += 1
                if kind == "PER" and sum(said.values()) > 1:
                    gender[noun][max(said, key=said.get)] += 1
    for quote in row["quotes"]:
        behind = text[quote["end"] : quote["end"] + 60]
        of = {(m[0], m[1]) for m in names.get(quote["speaker_id"], [])}
        word = re.match(r"\s*([a-z]+)\s+", behind)
        at = quote["end"] + (word.end() if word else 0)
        if word and any(start <= at + 4 and at <= start for start, _ in of if at <= start <= at + 4):
            spoken[word[1]] += 1
        for start, end in of:
            if 0 <= start - quote["end"] <= 2 and (word := re.match(r"\s*([a-z]+)\b", text[end : end + 30])):
                spoken[word[1]] += 1
for row in rows("gum/train"):
    text = row["text"]
    heads = {(m[0], m[1]): text[m[2] : m[3]] for chain in row["coref"] for m in chain}
    for start, end, kind, _ in row["nested"]:
        noun = heads.get((start, end)) or head(text[start:end])
        if noun.isalpha() and noun.islower() and kind in ("person", "organization"):
            (person if kind == "person" else group)[noun] += 1
    for it in row["attributions"]:
        word = it["cue"] and text[it["cue"][0] : it["cue"][1]].lower()
        if word and it["source"]:
            spoken[word] += 0.5
VERB = r"(?:said|says|say|told|added|warned|announced|denied|accused|called|reported|confirmed|stated)"
for row in rows("gmb/train"):
    for found in re.finditer(rf"\b(?:[Tt]he|[Aa]n?|[A-Z]\w+|'s) (?:[a-z]+ )?([a-z]+) {VERB}\b", row["text"]):
        group[found[1]] += 1

PRONOUNS = set(
    "i me my we us our you your he him his she her it its they them their who that this which one all some many others both "
    "also had have has was is not be been who what another other each any few none most much those these there he "
    "again and are but later today then week were earlier talks plan tests else first more now larger latter opposite ancient "
    "dead interior face heart charge lot number numbers eyes put nick looked glanced tilted paused took went myself himself herself "
    "body being figure half mean show".split()
)
least = 2
persons = {n for n, count in person.items() if count >= least and n not in PRONOUNS and len(n) > 2}
groups = {n for n, count in group.items() if count >= 4 and n not in PRONOUNS | persons and len(n) > 2 and not n.endswith("ly")}
men = {n for n in persons if gender[n]["m"] >= 3 and gender[n]["m"] >= 9 * gender[n]["f"]}
women = {n for n in persons if gender[n]["f"] >= 3 and gender[n]["f"] >= 9 * gender[n]["m"]}
verbs = {w for w, count in spoken.items() if count >= 2 and w not in PRONOUNS and (w.endswith(("ed", "s")) or count >= 4)}

share = defaultdict(lambda: [0.0, 0.0])
for at, file in enumerate(("dist.male.first", "dist.female.first")):
    for row in open(f"{NAMES}/{file}", encoding="ascii"):
        name, percent, *_ = row.split()
        share[name.capitalize()][at] += float(percent)
male = {n for n, (m, f) in share.items() if m >= 0.004 and m >= 9 * f}
female = {n for n, (m, f) in share.items() if f >= 0.004 and f >= 9 * m}

with open("speakers.txt", "w", encoding="utf-8") as out:
    out.write("# Who speaks, and what they do: nouns and verbs as LitBank and GUM (CC BY) and GMB (public domain) use them; forenames that\n")
    out.write("# one sex has nine times as often in the United States Census 1990 (public domain). Written by learn.py; do not edit.\n")
    for title, words in (
        ("person-noun", persons), ("group-noun", groups), ("man-noun", men), ("woman-noun", women),
        ("spoken", verbs), ("man-name", male), ("woman-name", female),
    ):
        out.write(f"= {title}\n")
        words = sorted(words)
        for at in range(0, len(words), 24):
            out.write(", ".join(words[at : at + 24]) + "\n")
