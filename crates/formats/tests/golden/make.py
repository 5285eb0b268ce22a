"""Golden files: two texts annotated, written by the libraries of the tools that the formats belong to.

`cargo xtask golden` runs it. It writes the files of each tool into `files/NAME/`, and into `files/expected.json` what
they say, in code points, for `golden.rs` to compare. Nothing here depends on the day, the machine or the run.
"""

import io
import json
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

FILES = Path(__file__).parent / "files"
sys.path.insert(0, str(Path(__file__).parents[4] / "xtask/interop"))


# What is annotated.


@dataclass
class Span:
    label: str
    parts: list  # of (start, end)
    attributes: dict = field(default_factory=dict)
    link: str = ""
    notes: list = field(default_factory=list)
    set: str = ""

    @property
    def start(self):
        return self.parts[0][0]

    @property
    def end(self):
        return self.parts[-1][1]

    def __str__(self):
        return f"{self.label} " + ",".join(f"{start}-{end}" for start, end in self.parts)


@dataclass
class Doc:
    """A text and its spans by short names; all else refers to these names."""

    name: str
    text: str
    spans: dict
    relations: list = field(default_factory=list)  # of (label, head, tail)
    events: list = field(default_factory=list)  # of (label, trigger, [(role, who)])
    clusters: list = field(default_factory=list)  # of (label, members)
    labels: dict = field(default_factory=dict)  # of the document, with scores

    def quote(self, span, gap=" "):
        return gap.join(self.text[start:end] for start, end in span.parts)


def doc(name, text, spans, **more):
    """Spans are given as `label, quote, …`: each quote is a part, found after the one before it."""
    placed = {}
    for key, (label, *quotes) in spans.items():
        at, parts = 0, []
        for quote in quotes:
            start = text.index(quote, at)
            at = start + len(quote)
            parts.append((start, at))
        placed[key] = Span(label, parts)
    return Doc(name, text, placed, **more)


def talks():
    """Emoji of one and of five code points, a flag, a decomposed letter; spans nested, crossing and with a gap."""
    made = doc(
        "talks",
        "Erdoğan met 🇹🇷 officials 👩‍👩‍👧 in Mu\u0308nchen on Monday.",
        {
            "who": ("PER", "Erdoğan"),
            "talk": ("MEETING", "met", "officials"),
            "met": ("EVENT", "met"),
            "flag": ("GPE", "🇹🇷"),
            "officials": ("ORG", "🇹🇷 officials"),
            "group": ("GROUP", "officials 👩‍👩‍👧"),
            "city": ("GPE", "Mu\u0308nchen"),
            "day": ("DATE", "Monday"),
        },
        relations=[("where", "met", "city"), ("visits", "who", "city")],
        events=[("Meet", "met", [("Agent", "who"), ("Place", "city"), ("Agent", "officials")])],
        clusters=[("Equiv", ["who", "officials"])],
        labels={"diplomacy": 1.0, "sport": 0.25},
    )
    made.spans["who"].link = "Q39259"
    made.spans["day"].attributes["value"] = "2018-09-17"
    made.spans["city"].notes.append("The city in Bavaria.")
    return made


def lines():
    """Carriage returns, and a span over the end of a line."""
    return doc(
        "lines",
        "Ankara 😀\r\nTurkey and Russia\r\ntalked again.\r\n",
        {
            "city": ("GPE", "Ankara"),
            "face": ("FACE", "😀"),
            "one": ("GPE", "Turkey"),
            "other": ("GPE", "Russia"),
            "both": ("PAIR", "Turkey and Russia"),
            "over": ("CLAUSE", "Russia\r\ntalked"),
        },
        relations=[("with", "one", "other")],
    )


def without(it, *keys):
    """Without some spans, and what refers to them."""
    gone = set(keys)
    it.spans = {key: span for key, span in it.spans.items() if key not in gone}
    it.relations = [one for one in it.relations if not gone & set(one[1:])]
    it.events = [one for one in it.events if one[1] not in gone]
    it.clusters = [one for one in it.clusters if not gone & set(one[1])]
    return it


def bare(it, *kept):
    """With nothing but spans, and what is named."""
    for kind in {"relations", "events", "clusters"} - set(kept):
        setattr(it, kind, [])
    if "labels" not in kept:
        it.labels = {}
    for span in it.spans.values():
        if "links" not in kept:
            span.link = ""
        if "notes" not in kept:
            span.notes = []
        if "attributes" not in kept:
            span.attributes = {}
    return it


# What golden.rs compares.


def said(it):
    """Everything that is said of a document, a line each."""
    name = lambda key: str(it.spans[key])
    out = []
    for span in it.spans.values():
        by = f" of {span.set}" if span.set else ""
        out.append(f"span {span}{by} “{it.quote(span)}”")
        out += [f"attribute {span} {key}={value}" for key, value in span.attributes.items()]
        out += [f"note {span} {note}" for note in span.notes]
        out += [f"link {span} {span.link}"] if span.link else []
    out += [f"relation {label} {name(head)} → {name(tail)}" for label, head, tail in it.relations]
    for label, trigger, roles in it.events:
        out.append(f"event {label} {name(trigger)}: " + ", ".join(sorted(f"{role} {name(who)}" for role, who in roles)))
    for label, members in it.clusters:
        out.append(f"cluster {label}: " + ", ".join(sorted(map(name, members))))
    out += [f"label {label}" + (f" {score}" if score != 1 else "") for label, score in it.labels.items()]
    return sorted(out)


EXPECTED = []


def golden(name, format, files, docs):
    """Writes the files of a tool, and keeps what they say."""
    folder = FILES / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / file).write_bytes(data)
    documents = [{"text": it.text, "said": said(it)} for it in docs]
    EXPECTED.append({"name": name, "format": format, "files": sorted(files), "documents": documents})


def tidy_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# The tools, one function each.


def spacy_files():
    import spacy
    from spacy.tokens import DocBin, Span as SpacySpan
    from spacy.training import docs_to_json

    nlp = spacy.blank("xx")
    flat = {"talks": ["who", "officials", "city", "day"], "lines": ["city", "one", "other"]}

    def tokens(it, span):
        found = it.char_span(span.start, span.end, label=span.label, kb_id=span.link)
        assert found is not None, f"{span} is not on the edges of tokens"
        return found

    def made(it, group):
        out = nlp.make_doc(it.text)
        assert out.text == it.text
        for token in out:
            token.is_sent_start = token.i == 0
        out.ents = [tokens(out, it.spans[key]) for key in flat[it.name]]
        if group:
            out.spans[group] = [tokens(out, span) for span in it.spans.values()]
        out.cats = dict(it.labels)
        return out

    def both(*kept):
        return bare(without(talks(), "talk"), *kept), bare(lines(), *kept)

    # The JSON form has no ids of entities.
    docs = both("labels")
    golden("spacy-doc", "spacy", {"docs.json": tidy_json([made(it, "sc").to_json() for it in docs])}, docs)
    docs = both("labels", "links")
    binary = DocBin(docs=[made(it, "sc") for it in docs])
    golden("spacy-docbin", "docbin", {"docs.spacy": binary.to_bytes()}, docs)
    # Groups of other names are sets beside the entities.
    (one, _) = both()
    doc_json = made(one, "mine").to_json()
    for key in list(one.spans):
        one.spans[key].set = "mine"
        if key in flat["talks"]:
            one.spans[f"ent {key}"] = Span(one.spans[key].label, one.spans[key].parts, set="ents")
    golden("spacy-group", "spacy", {"doc.json": tidy_json(doc_json)}, [one])
    docs = both("labels")
    v2 = [docs_to_json([made(it, "")], doc_id=n) for n, it in enumerate(docs)]
    docs = [without(it, *(set(it.spans) - set(flat[it.name]))) for it in docs]
    golden("spacy-v2", "spacy-v2", {"train.json": tidy_json(v2)}, docs)


def cassis_files():
    from cassis import Cas, TypeSystem

    # Types of DKPro and one of our own, with the features that are used.
    dkpro, annotation, text = "de.tudarmstadt.ukp.dkpro.core.api.", "uima.tcas.Annotation", "uima.cas.String"
    link_name = f"{dkpro}coref.type.CoreferenceLink"
    entity_features = {"value": text, "identifier": text, "certain": "uima.cas.Boolean", "weight": "uima.cas.Integer"}
    kinds = {
        f"{dkpro}segmentation.type.Sentence": (annotation, {}),
        f"{dkpro}ner.type.NamedEntity": (annotation, entity_features),
        link_name: (annotation, {"next": link_name, "referenceType": text, "referenceRelation": text}),
        f"{dkpro}coref.type.CoreferenceChain": ("uima.cas.AnnotationBase", {"first": link_name}),
        "custom.Relation": (annotation, {"Governor": annotation, "Dependent": annotation, "label": text}),
    }
    for it in talks(), lines():
        system = TypeSystem()
        made = {name: system.create_type(name, supertypeName=parent) for name, (parent, _) in kinds.items()}
        for name, (_, features) in kinds.items():
            for feature, range in features.items():
                system.create_feature(made[name], feature, range)
        sentence, entity, link, chain, relation = made.values()

        it = bare(without(it, "talk"), "relations", "links")
        cas = Cas(typesystem=system, sofa_string=it.text, sofa_mime="text/plain", document_language="en")
        cas.add(sentence(begin=0, end=len(it.text.rstrip())))
        nodes = {}
        for key, span in it.spans.items():
            nodes[key] = entity(begin=span.start, end=span.end, value=span.label, identifier=span.link or None)
            if key == "city":
                nodes[key].certain, nodes[key].weight = True, 3
                span.attributes = {"certain": "true", "weight": "3"}
            cas.add(nodes[key])
        for label, head, tail in it.relations:
            head, tail = nodes[head], nodes[tail]
            cas.add(relation(begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, label=label))
        if it.name == "talks":
            # Links of a chain are mentions of their own.
            members = ["who", "officials"]
            links = [link(begin=it.spans[key].start, end=it.spans[key].end, referenceType="nam") for key in members]
            links[0].next = links[1]
            cas.add_all(links)
            cas.add(chain(first=links[0]))
            for key in members:
                it.spans[f"link {key}"] = Span("nam", it.spans[key].parts)
            it.clusters = [("coreference", [f"link {key}" for key in members])]
        files = {f"{it.name}.xmi": cas.to_xmi(pretty_print=True), "TypeSystem.xml": system.to_xml()}
        golden(f"cassis-xmi-{it.name}", "xmi", files, [it])
        golden(f"cassis-json-{it.name}", "cas-json", {f"{it.name}.json": cas.to_json(pretty_print=True)}, [it])


LABEL_STUDIO = """<View>
  <Labels name="label" toName="text">
    <Label value="PER" background="#d55e00"/>
    <Label value="EVENT"/>
    <Label value="GPE" hotkey="g"/>
    <Label value="ORG"/>
    <Label value="GROUP"/>
    <Label value="DATE"/>
    <Label value="FACE"/>
    <Label value="PAIR"/>
    <Label value="CLAUSE"/>
    <Label value="NEVER USED"/>
  </Labels>
  <Relations>
    <Relation value="where"/>
    <Relation value="visits"/>
    <Relation value="with"/>
  </Relations>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text">
    <Choice value="diplomacy"/>
    <Choice value="sport"/>
  </Choices>
  <Choices name="certain" toName="text" perRegion="true">
    <Choice value="surely"/>
    <Choice value="perhaps"/>
  </Choices>
  <TextArea name="value" toName="text" perRegion="true"/>
</View>
"""


def label_studio_files():
    from label_studio_sdk.label_interface import LabelInterface
    from label_studio_sdk.label_interface.objects import AnnotationValue, PredictionValue, TaskValue

    interface = LabelInterface(LABEL_STUDIO)
    interface.validate()
    label, topic, certain, value = map(interface.get_control, ("label", "topic", "certain", "value"))
    tasks, docs = [], []
    for it in talks(), lines():
        it = bare(without(it, "talk"), "relations", "attributes")
        regions = {}
        for n, (key, span) in enumerate(it.spans.items()):
            text = it.quote(span)
            regions[key] = label.label(label=span.label, start=span.start, end=span.end, text=text)
            regions[key].id = f"region-{n}"
            span.set = "7"
        for kind, head, tail in it.relations:
            regions[head].add_relation(region=regions[tail], label=[kind])
        result = [region._dict() for region in regions.values()]
        result += [link for region in regions.values() if region.has_relations for link in region._dict_relations()]
        predictions = []
        if it.name == "talks":
            for tag, key, name, text in (value, "day", "text", ["2018-09-17"]), (certain, "who", "choices", ["surely"]):
                region = tag.label(**{name: text}, **({"label": text} if name == "choices" else {}))
                region.id = regions[key].id
                place = {"start": it.spans[key].start, "end": it.spans[key].end}
                result.append({**region._dict(), "value": {**place, **region._dict()["value"]}})
            it.spans["who"].attributes["certain"] = "surely"
            about = topic.label(label=["diplomacy"])
            about.id = "about"
            result.append(about._dict())
            it.labels = {"diplomacy": 1.0}
            guess = label.label(label="GPE", start=it.spans["flag"].start, end=it.spans["flag"].end)
            guess.id = "guess"
            predictions.append(PredictionValue(model_version="m1", score=0.5, result=[guess]))
            it.spans["guess"] = Span("GPE", it.spans["flag"].parts, set="m1")
        faults = interface._validate_object({"result": result}, return_errors=True)
        assert not faults, faults
        annotation = AnnotationValue(completed_by=7, result=result)
        task = TaskValue(data={"text": it.text}, annotations=[annotation], predictions=predictions)
        tasks.append({"id": len(tasks) + 1, **task.model_dump()})
        docs.append(it)
    golden("label-studio", "labelstudio", {"tasks.json": tidy_json(tasks), "config.xml": LABEL_STUDIO}, docs)


def label_studio_flat_files():
    """The same tasks, as Label Studio's own converter lays them flat: without relations, and without what is said of regions."""
    from tempfile import TemporaryDirectory
    from label_studio_sdk.converter import Converter

    docs = [bare(without(it, "talk"), "labels") for it in (talks(), lines())]
    for it in docs:
        it.labels = {"diplomacy": 1.0} if it.name == "talks" else {}
        for span in it.spans.values():
            span.set = "7"
    with TemporaryDirectory() as work:
        work = Path(work)
        (work / "in").mkdir()
        (work / "in/tasks.json").write_bytes((FILES / "label-studio/tasks.json").read_bytes())
        (work / "config.xml").write_text(LABEL_STUDIO)
        converter = Converter(str(work / "config.xml"), str(work / "in"), upload_dir=".")
        converter.convert_to_json_min(str(work / "in"), str(work / "min"), is_dir=True)
        golden("label-studio-min", "labelstudio", {"min.json": (work / "min/result.json").read_bytes(), "config.xml": LABEL_STUDIO}, docs)
        for name, sep in ("csv", ","), ("tsv", "\t"):
            converter.convert_to_csv(str(work / "in"), str(work / name), is_dir=True, sep=sep, header=True)
            table = (work / name / "result.csv").read_bytes()
            golden(f"label-studio-{name}", "labelstudio", {f"result.{name}": table, "config.xml": LABEL_STUDIO}, docs)


def bioc_files():
    import bioc
    from bioc import biocjson, biocxml

    both = [bare(it, "relations", "events", "clusters", "attributes") for it in (talks(), lines())]
    collection = bioc.BioCCollection()
    collection.source, collection.date, collection.key = "golden", "2018-09-17", "golden.key"
    for it in both:
        document = bioc.BioCDocument()
        document.id = it.name
        # The text in two passages that touch.
        cut = it.text.index(" on ") if it.name == "talks" else it.text.index("\n") + 1
        passages = []
        for start, end in (0, cut), (cut, len(it.text)):
            passage = bioc.BioCPassage()
            passage.offset, passage.text = start, it.text[start:end]
            document.add_passage(passage)
            passages.append(passage)
        ids = {key: f"T{n}" for n, key in enumerate(it.spans)}
        for key, span in it.spans.items():
            annotation = bioc.BioCAnnotation()
            annotation.id, annotation.text = ids[key], it.quote(span)
            annotation.infons = {"type": span.label, **span.attributes}
            for start, end in span.parts:
                annotation.add_location(bioc.BioCLocation(start, end - start))
            passages[span.start >= cut].add_annotation(annotation)
        linked = [(label, [(head, "head"), (tail, "tail")]) for label, head, tail in it.relations]
        for label, trigger, roles in it.events:
            linked.append((label, [(trigger, "trigger"), *((who, role) for role, who in roles)]))
        linked += [(label, [(member, "member") for member in members]) for label, members in it.clusters]
        for n, (label, nodes) in enumerate(linked):
            relation = bioc.BioCRelation()
            relation.id, relation.infons = f"R{n}", {"type": label}
            for key, role in nodes:
                relation.add_node(bioc.BioCNode(ids[key], role))
            document.add_relation(relation)
        collection.add_document(document)
    golden("bioc-xml", "bioc", {"collection.xml": biocxml.dumps(collection)}, both)
    golden("bioc-json", "bioc-json", {"collection.json": biocjson.dumps(collection, indent=1) + "\n"}, both)


def brat_files():
    from bioc.brat import encoder
    from bioc.brat.datastructure import (
        BratAttribute, BratDocument, BratEntity, BratEquivRelation, BratEvent, BratNote, BratRelation,
    )

    def one(it, kind, id, label, **more):
        made = kind()
        made.id, made.type = id, label
        for name, value in more.items():
            setattr(made, name, value)
        it.add_annotation(made)
        return made

    for it in talks(), without(lines(), "over"):
        it = bare(it, "relations", "events", "clusters", "attributes", "notes")
        document = BratDocument()
        document.text = it.text
        ids = {key: f"T{n}" for n, key in enumerate(it.spans, 1)}
        notes = 0
        for n, (key, span) in enumerate(it.spans.items(), 1):
            entity = one(document, BratEntity, ids[key], span.label, text=it.quote(span))
            for start, end in span.parts:
                entity.add_span(start, end)
            for name, value in span.attributes.items():
                one(document, BratAttribute, f"A{n}", name, refid=ids[key]).add_attribute(value)
            for note in span.notes:
                notes += 1
                one(document, BratNote, f"#{notes}", "AnnotatorNotes", refid=ids[key], text=note)
        for n, (label, head, tail) in enumerate(it.relations, 1):
            relation = one(document, BratRelation, f"R{n}", label)
            relation.add_argument("Arg1", ids[head])
            relation.add_argument("Arg2", ids[tail])
        for n, (label, trigger, roles) in enumerate(it.events, 1):
            event = one(document, BratEvent, f"E{n}", label, trigger_id=ids[trigger])
            seen = []
            for role, who in roles:
                seen.append(role)
                # A role that is there already gets a number, as brat has it.
                number = "" if seen.count(role) == 1 else seen.count(role)
                event.add_argument(f"{role}{number}", ids[who])
        for label, members in it.clusters:
            equivalence = one(document, BratEquivRelation, "*", label)
            for member in members:
                equivalence.add_argid(ids[member])
        files = {f"{it.name}.ann": encoder.dumps_ann(document), f"{it.name}.txt": it.text}
        golden(f"brat-{it.name}", "brat", files, [it])


def gate_files():
    from gatenlp import Document

    for offsets in "p", "j":
        for it in talks(), lines():
            it = bare(without(it, "talk"), "attributes")
            document = Document(it.text)
            document.name = it.name
            for n, (key, span) in enumerate(it.spans.items()):
                span.set = ["", "second"][n % 2]
                if key == "city":
                    span.attributes |= {"certain": True, "rank": 2}
                document.annset(span.set).add(span.start, span.end, span.label, span.attributes)
                span.attributes = {name: str(value).lower() for name, value in span.attributes.items()}
            # A place between two characters.
            document.annset("").add(0, 0, "Begin")
            it.spans["begin"] = Span("Begin", [(0, 0)])
            text = document.save_mem(fmt="bdocjs", offset_type=offsets)
            golden(f"gate-{offsets}-{it.name}", "bdoc", {f"{it.name}.bdocjs": text}, [it])


def doccano_files():
    # Its formatters know its database by one name alone.
    sys.modules["data_export"] = package = types.ModuleType("data_export")
    import backend

    package.__path__ = [str(Path(next(iter(backend.__path__))) / "data_export")]
    sys.modules["data_export.models"] = types.ModuleType("data_export.models")
    sys.modules["data_export.models"].DATA = "data"
    import pandas
    from data_export.pipeline import formatters as form
    from data_export.pipeline.writers import JsonlWriter

    class Row:
        """What its rows of spans, relations and categories can say of themselves."""

        def __init__(self, **fields):
            self.fields = fields

        def to_dict(self):
            return self.fields

        def to_tuple(self):
            return self.fields["start_offset"], self.fields["end_offset"], self.fields["label"]

        def to_string(self):
            return self.fields["label"]

    # Its page counts UTF-16 units.
    units = lambda text, at: len(text[:at].encode("utf-16-le")) // 2

    def export(name, docs, linked, formatters):
        rows = []
        for n, it in enumerate(docs):
            ids = {key: 100 * n + i for i, key in enumerate(it.spans)}
            ends = lambda span: {"start_offset": units(it.text, span.start), "end_offset": units(it.text, span.end)}
            spans = [Row(id=ids[key], label=span.label, **ends(span)) for key, span in it.spans.items()]
            row = {"id": n + 1, "data": it.text}
            if it.labels:
                row["categories"] = [Row(label=label) for label in it.labels]
            else:
                row["entities"] = spans
            if linked:
                links = enumerate(it.relations)
                row["relations"] = [Row(id=i, from_id=ids[a], to_id=ids[b], type=label) for i, (label, a, b) in links]
            rows.append({**row, "Comments": []})
        frame = pandas.DataFrame(rows)
        for formatter in formatters:
            frame = formatter.format(frame)
        out = io.StringIO()
        JsonlWriter.write(out, frame)
        golden(name, "doccano", {"all.jsonl": out.getvalue()}, docs)

    both = lambda *kept: [bare(without(talks(), "talk"), *kept), bare(lines(), *kept)]
    comments = form.ListedCategoryFormatter("Comments")
    tuples = [form.TupledSpanFormatter("entities"), comments, form.RenameFormatter(data="text", entities="label")]
    export("doccano-spans", both(), False, tuples)
    objects = [form.DictFormatter(column) for column in ("entities", "relations", "Comments")]
    export("doccano-relations", both("relations"), True, [*objects, form.RenameFormatter(data="text")])
    classes = both()
    for it in classes:
        it.spans, it.labels = {}, {"diplomacy": 1.0, "news": 1.0}
    names = form.RenameFormatter(data="text", categories="label")
    export("doccano-classes", classes, False, [form.ListedCategoryFormatter("categories"), comments, names])


def conllu_files():
    from conllu.models import Token, TokenList

    it = bare(talks(), "clusters")
    # `who` and `officials` are one group, and so a chain.
    group = {"who": 1, "talk": 2, "met": 3, "flag": 4, "officials": 1, "group": 5, "city": 6, "day": 7}
    it.clusters = [("coreference", ["who", "officials"])]
    words, at = [], 0
    for word in it.text[:-1].split(" ") + ["."]:
        start = it.text.index(word, at)
        at = start + len(word)
        words.append((word, start, at))
    brackets = {}
    for key, span in it.spans.items():
        for n, (start, end) in enumerate(span.parts, 1):
            part = f"[{n}/{len(span.parts)}]" if len(span.parts) > 1 else ""
            opening, closing = f"({group[key]}{part}-{span.label}", f"{group[key]}{part})"
            first = next(i for i, word in enumerate(words) if word[1] == start)
            last = next(i for i, word in enumerate(words) if word[2] == end)
            if first == last:
                brackets.setdefault(first, ["", "", ""])[1] += opening + ")"
            else:
                brackets.setdefault(first, ["", "", ""])[0] += opening
                brackets.setdefault(last, ["", "", ""])[2] += closing
    tokens = []
    for i, (word, _, end) in enumerate(words):
        misc = {}
        if i in brackets:
            misc["Entity"] = brackets[i][2] + brackets[i][0] + brackets[i][1]
        if it.text[end : end + 1] != " ":
            misc["SpaceAfter"] = "No"
        empty = dict.fromkeys(["lemma", "upos", "xpos", "feats", "head", "deprel", "deps"])
        tokens.append(Token(id=i + 1, form=word, **empty, misc=misc or None))
    head = {"newdoc id": it.name, "global.Entity": "GRP-etype", "sent_id": "talks-1", "text": it.text}
    golden("conllu", "conllu", {"talks.conllu": TokenList(tokens, head).serialize()}, [it])


def web_annotation_files():
    from pyld import jsonld

    # The terms of the standard's context that are used here.
    oa, at_id = "http://www.w3.org/ns/oa#", lambda name: {"@type": "@id", "@id": f"oa:{name}"}
    number = lambda name: {"@type": "xsd:nonNegativeInteger", "@id": f"oa:{name}"}
    kinds = ["Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector"]
    motives = ["tagging", "linking", "identifying", "describing", "commenting"]
    terms = {
        "oa": oa, "xsd": "http://www.w3.org/2001/XMLSchema#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
        **{name: f"oa:{name}" for name in kinds + motives + ["exact", "prefix", "suffix"]},
        "body": at_id("hasBody"), "target": at_id("hasTarget"), "source": at_id("hasSource"),
        "selector": at_id("hasSelector"), "start": number("start"), "end": number("end"),
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        "value": {"@id": "rdf:value"},
    }  # fmt: skip
    address = "http://www.w3.org/ns/anno.jsonld"
    answer = {"contentType": "application/ld+json", "contextUrl": None, "document": {"@context": terms}}
    jsonld.set_document_loader(lambda url, options: {**answer, "documentUrl": url})

    def compacted(annotation):
        expanded = jsonld.expand({"@context": address, **annotation})
        return jsonld.compact(expanded, address)

    for it in talks(), lines():
        it = bare(it, "relations", "attributes", "notes", "links")
        ids = {key: f"urn:golden:{it.name}:{n}" for n, key in enumerate(it.spans)}
        made = []
        for key, span in it.spans.items():
            body = lambda purpose, value: {"type": "TextualBody", "purpose": purpose, "value": value}
            bodies = [body("tagging", span.label)]
            bodies += [body("describing", f"{name}={value}") for name, value in span.attributes.items()]
            bodies += [body("commenting", note) for note in span.notes]
            bodies += [body("identifying", span.link)] if span.link else []
            targets = []
            for start, end in span.parts:
                around = {"prefix": it.text[max(0, start - 8) : start], "suffix": it.text[end : end + 8]}
                quote = {"type": "TextQuoteSelector", "exact": it.text[start:end], **around}
                position = {"type": "TextPositionSelector", "start": start, "end": end}
                targets.append({"source": f"urn:golden:{it.name}", "selector": [quote, position]})
            made.append(compacted(
                {"id": ids[key], "type": "Annotation", "motivation": "tagging", "body": bodies, "target": targets}
            ))
        for n, (label, head, tail) in enumerate(it.relations):
            tag = {"type": "TextualBody", "purpose": "tagging", "value": label}
            made.append(compacted({
                "id": f"urn:golden:{it.name}:r{n}", "type": "Annotation", "motivation": "linking",
                "body": [{"id": ids[head]}, tag], "target": {"id": ids[tail]},
            }))
        files = {f"{it.name}.jsonld": tidy_json(made), f"{it.name}.txt": it.text}
        golden(f"pyld-{it.name}", "w3c", files, [it])


def bconv_files():
    import bconv
    from bconv.doc.document import Collection, Document, Entity, Relation

    # It counts bytes in BioC, and code points in PubAnnotation.
    for name, format, fmt in [
        ("bconv-bytes", "bioc-json", "bioc_json"),
        ("bconv-xml", "bioc", "bioc_xml"),
        ("bconv-pubannotation", "pubannotation", "pubanno_json"),
    ]:
        it = bare(talks(), "relations", "attributes")
        document = Document(it.name)
        ids = {key: str(n) for n, key in enumerate(it.spans, 1)}
        meta = lambda span: {"type": span.label, **span.attributes}
        entities = [Entity(ids[key], it.quote(span), span.parts, meta=meta(span)) for key, span in it.spans.items()]
        section = document.add_section("", [(it.text, 0)], entities=entities)
        # In BioC relations may be numbered anew; in PubAnnotation bconv finds what is meant by these ids.
        roles, prefix = (("subj", "obj"), "r") if format == "pubannotation" else (("head", "tail"), "")
        section.relations = [
            Relation(f"{prefix}{n}", [(ids[head], roles[0]), (ids[tail], roles[1])], type=label)
            for n, (label, head, tail) in enumerate(it.relations, 1)
        ]
        collection = Collection.from_iterable([document], "golden", "golden")
        collection.metadata = {"source": "golden", "date": "2018-09-17", "key": "golden.key"}
        suffix = "xml" if fmt == "bioc_xml" else "json"
        content = bconv.dumps(collection, fmt)
        golden(name, format, {f"talks.{suffix}": content}, [it])


def argilla_files():
    from stand_in import argilla

    argilla = argilla()
    user = "00000000-0000-4000-8000-000000000001"
    for flat in False, True:
        docs = [bare(without(talks(), "talk")), bare(lines())]
        records = []
        for it in docs:
            it.labels = {"diplomacy": 1.0, "news": 1.0}
            value = lambda spans: [{"start": span.start, "end": span.end, "label": span.label} for span in spans]
            spans = list(it.spans.values())
            for n, span in enumerate(spans):
                span.set = "model" if n % 2 else user
            records.append(argilla.Record(
                id=it.name, fields={"text": it.text},
                responses=[argilla.Response("spans", value(spans[::2]), user, status="submitted")],
                suggestions=[
                    argilla.Suggestion("spans", value(spans[1::2]), score=[0.5] * len(spans[1::2]), agent="model"),
                    argilla.Suggestion("topics", list(it.labels), agent="model"),
                ],
            ))  # fmt: skip
        rows = argilla.records._io.GenericIO.to_list(records, flatten=flat)
        golden(f"argilla-{'flat' if flat else 'records'}", "argilla", {"records.json": tidy_json(rows)}, docs)


def gliner2_files():
    from stand_in import gliner2

    data = gliner2()

    def example(it, mention):
        entities = {}
        for span in it.spans.values():
            entities.setdefault(span.label, []).append(mention(it, span))
        made = data.InputExample(
            it.text, entities,
            classifications=[data.Classification("label", sorted(it.labels), sorted(it.labels))] if it.labels else None,
            relations=[
                data.Relation(label, mention(it, it.spans[head]), mention(it, it.spans[tail]))
                for label, head, tail in it.relations
            ],
        )  # fmt: skip
        assert made.is_valid(), made.validate()
        return made

    placed = lambda it, span: {"text": it.quote(span), "start": span.start, "end": span.end}
    for name, mention in ("gliner2-offsets", placed), ("gliner2-words", lambda it, span: it.quote(span)):
        docs = [bare(without(talks(), "talk"), "relations"), bare(lines(), "relations")]
        docs[0].labels = {"diplomacy": 1.0, "news": 1.0}
        rows = "".join(example(it, mention).to_json() + "\n" for it in docs)
        golden(name, "gliner2", {"train.jsonl": rows}, docs)


def stam_files():
    import os
    import tempfile

    import stam

    select = stam.Selector
    for included in False, True:
        docs = [bare(it, "relations", "clusters", "attributes") for it in (talks(), lines())]
        store = stam.AnnotationStore(id="golden")
        store.add_dataset(id="golden")
        data = lambda **said: [{"set": "golden", "key": key, "value": value} for key, value in said.items()]
        for it in docs:
            it.labels = {"diplomacy": 1.0}
            resource = store.add_resource(id=f"{it.name}.txt", text=it.text)
            made = {}
            for n, (key, span) in enumerate(it.spans.items()):
                # Every second one is counted from the end.
                end = n % 2 == 1
                at = lambda place: stam.Cursor(place - len(it.text) if end else place, end)
                parts = [select.textselector(resource, stam.Offset(at(a), at(b))) for a, b in span.parts]
                target = parts[0] if len(parts) == 1 else select.compositeselector(*parts)
                made[key] = store.annotate(target, data(label=span.label, **span.attributes), id=f"{it.name}-{n}")
            for label, *ends in it.relations:
                target = select.directionalselector(*(select.annotationselector(made[key]) for key in ends))
                store.annotate(target, data(label=label))
            for label, members in it.clusters:
                target = select.compositeselector(*(select.annotationselector(made[key]) for key in members))
                store.annotate(target, data(label=label))
            for label in it.labels:
                store.annotate(select.resourceselector(resource), data(label=label))
            if included:
                resource.set_filename(f"{it.name}.txt")
        if not included:
            golden("stam", "stam", {"golden.store.stam.json": store.to_json_string()}, docs)
            continue
        with tempfile.TemporaryDirectory() as folder:
            here = Path.cwd()
            os.chdir(folder)
            store.to_file("golden.store.stam.json")
            os.chdir(here)
            files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
        golden("stam-included", "stam", files, docs)


if __name__ == "__main__":
    for make in (
        spacy_files, cassis_files, label_studio_files, label_studio_flat_files, bioc_files, brat_files, gate_files, doccano_files, conllu_files,
        web_annotation_files, bconv_files, argilla_files, gliner2_files, stam_files,
    ):  # fmt: skip
        make()
    (FILES / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
