"""How often the right passage is among the first five: BM25, vectors alone and both fused, in one run, per set and language pair.

Sets of others are read from a folder of data and skipped where it is not there; the pairs of `pairs.yaml` are asked of the demo
company. What can be tuned is tuned on one half of each set and reported on the other. `python tests/quality/recall.py --data DIR`.
"""

import argparse
import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import yaml

from assistant.memory import keyword
from assistant.memory.chunks import passages
from assistant.memory.embed import BuiltIn, nearness
from assistant.memory.recall import WORDS_WEIGHT, fused

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"
TOP = 5
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass
class Asked:
    """A question, the places of the passages that answer it, and the passages it is searched among."""

    text: str
    right: frozenset[int]
    among: range
    tuning: bool


@dataclass
class Set:
    """Passages and questions of one kind."""

    name: str
    texts: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@dataclass(frozen=True)
class Scores:
    """The share of questions answered among the first five, by each way of searching, on the half not tuned on."""

    name: str
    questions: int
    bm25: float
    vectors: float
    fused: float
    best_weight: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--most", type=int, default=10_000, help="questions a set")
    asked = parser.parse_args()
    print(
        "| Set | Questions | BM25 | Vectors | Fused | Best weight in tuning |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for made in sets(asked.data, asked.most):
        s = measure(made)
        print(
            f"| {s.name} | {s.questions} | {s.bm25:.3f} | {s.vectors:.3f} | **{s.fused:.3f}** | {s.best_weight} |",
            flush=True,
        )
    return 0


def sets(data: Path, most: int) -> list[Set]:
    """The sets there are."""
    made = own()
    for path, read in (
        (data / "recall_zh" / "cmrc2018_dev.json", cmrc),
        (data / "meetings" / "qmsum_val.jsonl", qmsum),
    ):
        if path.exists():
            made.append(read(path, most))
        else:
            print(f"(skipped: {path.name} is not in {data.name}/)", file=sys.stderr)
    return made


def measure(s: Set) -> Scores:
    """The three ways on one set, with the weight in use; the weight that would be best on the other half is told beside it."""
    counted = [keyword.terms(t) for t in s.texts]
    vectors = _embedded(s.texts)
    found: dict[str, list[tuple[bool, bool]]] = {}
    groups: dict[range, Counter[str]] = {}
    for asked in s.asked:
        if asked.among not in groups:
            groups[asked.among] = Counter(t for i in asked.among for t in counted[i])
        seen, size = groups[asked.among], len(asked.among)
        docs = [counted[i] for i in asked.among]
        said = keyword.terms(asked.text)
        weights = keyword.weights(said, seen, size)
        cosines = nearness(vectors[asked.among.start : asked.among.stop], _encoder.ask(asked.text))
        words = [keyword.evidence(weights, d) for d in docs]
        ways = {"bm25": _bm25(said, docs, seen), "vectors": cosines}
        ways |= {f"fused {w}": [fused(float(c), e, w) for c, e in zip(cosines, words, strict=True)] for w in WEIGHTS}
        for way, scores in ways.items():
            best = sorted(range(size), key=lambda i, s=scores: (-s[i], i))[:TOP]  # type: ignore[misc]
            hit = any(asked.among[i] in asked.right for i in best)
            found.setdefault(way, []).append((asked.tuning, hit))

    def rate(way: str, tuning: bool = False) -> float:
        some = [hit for was, hit in found[way] if was is tuning]
        return sum(some) / max(1, len(some))

    best = max(WEIGHTS, key=lambda w: (rate(f"fused {w}", True), -abs(w - WORDS_WEIGHT)))
    return Scores(
        s.name, sum(not a.tuning for a in s.asked), rate("bm25"), rate("vectors"), rate(f"fused {WORDS_WEIGHT}"), best
    )


def cmrc(path: Path, most: int) -> Set:
    """Chinese paragraphs and questions: the right passage is one that holds the answer, of the question's paragraph."""
    made = Set("CMRC 2018, zh questions to zh paragraphs")
    for paragraph in [p for d in json.loads(path.read_text(encoding="utf-8"))["data"] for p in d["paragraphs"]]:
        start = len(made.texts)
        made.texts += [p.text for p in passages(paragraph["context"])]
        own = range(start, len(made.texts))
        for q in paragraph["qas"]:
            answers = [a["text"] for a in q["answers"]]
            right = frozenset(i for i in own if any(a in made.texts[i] for a in answers))
            if right:
                made.asked.append(Asked(q["question"], right, range(0), _tuning(paragraph["id"])))
    for a in made.asked:
        a.among = range(len(made.texts))
    made.asked = made.asked[:most]
    return made


def qmsum(path: Path, most: int) -> Set:
    """Meetings: the right passage overlaps a span of turns that answers; searched within its meeting, as one asks about one."""
    made = Set("QMSum, en questions within a meeting")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        meeting = json.loads(line)
        text, ends = "", list[tuple[int, int]]()
        for turn in meeting["meeting_transcripts"]:
            said = f"{turn['speaker']}: {turn['content']}\n"
            ends.append((len(text), len(text) + len(said)))
            text += said
        cut = passages(text)
        start = len(made.texts)
        made.texts += [p.text for p in cut]
        among = range(start, len(made.texts))
        for q in meeting["specific_query_list"]:
            spans = [(ends[int(a)][0], ends[min(int(b), len(ends) - 1)][1]) for a, b in q["relevant_text_span"]]
            right = frozenset(start + p.part for p in cut if any(p.start < b and a < p.end for a, b in spans))
            if right:
                made.asked.append(Asked(q["query"], right, among, _tuning(str(number))))
    made.asked = made.asked[:most]
    return made


def own() -> list[Set]:
    """Questions in other words than the notes of the demo company, in both languages, to notes in both."""
    from crm_store.demo.build import demo_world

    pairs = yaml.safe_load((HERE / "pairs.yaml").read_text(encoding="utf-8"))["pairs"]
    rows = demo_world(date(2026, 11, 20)).files["activities.csv"]
    texts = [f"{r['subject']}\n{r['body']}" for r in rows]
    made = {}
    for pair in pairs:
        place = [i for i, t in enumerate(texts) if pair["note"] in t]
        if not place:
            raise SystemExit(f"no note of the demo company holds “{pair['note']}”")
        written = keyword.language_of(texts[place[0]])
        for spoken in ("en", "zh"):
            key = f"own pairs, {spoken} questions to {written} notes"
            s = made.setdefault(key, Set(key, texts))
            s.asked.append(Asked(pair[spoken], frozenset(place), range(len(texts)), False))
    return list(made.values())


def _bm25(
    said: Counter[str], docs: Sequence[Counter[str]], seen: Counter[str], k1: float = 1.5, b: float = 0.75
) -> list[float]:
    """Okapi BM25 (Robertson et al. 1994) over the same terms."""
    n, sizes = len(docs), [sum(d.values()) for d in docs]
    mean = sum(sizes) / max(1, n)
    idf = {t: math.log(1 + (n - seen[t] + 0.5) / (seen[t] + 0.5)) for t in said}
    return [
        sum(idf[t] * d[t] * (k1 + 1) / (d[t] + k1 * (1 - b + b * size / mean)) for t in said if t in d)
        for d, size in zip(docs, sizes, strict=True)
    ]


_encoder = BuiltIn()


def _embedded(texts: Sequence[str]) -> Any:
    return np.vstack([_encoder.embed(texts[i : i + 64]) for i in range(0, len(texts), 64)])


def _tuning(key: str) -> bool:
    """Which half a paragraph or meeting belongs to, the same every time."""
    return zlib.crc32(key.encode()) % 2 == 0


if __name__ == "__main__":
    sys.exit(main())
