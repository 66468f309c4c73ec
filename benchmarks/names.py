"""Measures the resolution of names against labelled pairs, beside plain fuzzy scores.

    python -m benchmarks.names [DIRECTORY]      (or the environment variable TONGBAO_BENCH_NAMES)

Without a directory the pairs are made from the offices of the five shipped bulletins: every two names of one
function, and for each name the three that are spelled most like it among the other functions. A DIRECTORY of labelled
pairs has `name_pairs.csv` (a, b, same, same_body, region_a, region_b, debatable) and `names.csv` (name,
region_context, function, debatable). Prints F1 and precision of "the same function", the same for "the same body",
the share of names in review, the speed, and the best F1 that each plain rapidfuzz scorer reaches at any threshold.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from pipelines.meaning.names import NameMatch, NameResolver, Status


def f1(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """F1, precision and recall of (predicted, true) pairs."""
    counted = Counter(pairs)
    hits, false, missed = counted[True, True], counted[True, False], counted[False, True]
    precision = hits / (hits + false) if hits + false else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0, precision, recall


def same_function(a: NameMatch, b: NameMatch) -> bool:
    """Two names count as one function only if both are accepted."""
    return (
        a.status is b.status is Status.ACCEPTED
        and a.function_id is not None
        and a.function_id == b.function_id
    )


def same_body(a: NameMatch, b: NameMatch) -> bool:
    """Two names count as one office only if both are accepted."""
    return same_function(a, b) and a.department_id is not None and a.department_id == b.department_id


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(label: str, pairs: list[tuple[bool, bool]]) -> None:
    """Print one line of figures."""
    score, precision, recall = f1(pairs)
    print(f"{label:<44} n={len(pairs):>5}  F1={score:.4f}  precision={precision:.4f}  recall={recall:.4f}")


def baselines(rows: list[dict[str, str]]) -> None:
    """Print the best F1 of each plain scorer over all thresholds."""
    from rapidfuzz import fuzz

    scorers: dict[str, Callable[[str, str], float]] = {
        "ratio": fuzz.ratio,
        "token_sort_ratio": fuzz.token_sort_ratio,
        "partial_ratio": fuzz.partial_ratio,
        "WRatio": fuzz.WRatio,
    }
    for name, scorer in scorers.items():
        scored = [(scorer(row["a"], row["b"]), row["same"] == "1") for row in rows]
        best = max(
            ((*f1([(s >= t, truth) for s, truth in scored]), t) for t in range(101)), key=lambda x: x[0]
        )
        print(f"  plain {name:<36} F1={best[0]:.4f}  precision={best[1]:.4f}  at threshold {best[3]}")


def pairs_of_bulletins(file: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Pairs and names, in the columns of the labelled files, from the offices of the shipped bulletins."""
    from itertools import combinations

    from rapidfuzz import fuzz, process

    offices = [
        row for row in read(file) if row["kind"] in ("department", "service_unit") and row["function_id"]
    ]
    names = [
        {
            "name": o["name"],
            "region_context": o["region_context"],
            "function": o["function_id"],
            "debatable": "0",
        }
        for o in offices
    ]
    chosen: dict[tuple[int, int], None] = {}
    for i, j in combinations(range(len(offices)), 2):
        if (
            offices[i]["function_id"] == offices[j]["function_id"]
            and offices[i]["name"] != offices[j]["name"]
        ):
            chosen[i, j] = None
    for i, office in enumerate(offices):
        others = {j: o["name"] for j, o in enumerate(offices) if o["function_id"] != office["function_id"]}
        for _, _, j in process.extract(office["name"], others, scorer=fuzz.ratio, limit=3):
            chosen[min(i, j), max(i, j)] = None
    pairs = [
        {
            "a": offices[i]["name"],
            "b": offices[j]["name"],
            "same": str(int(offices[i]["function_id"] == offices[j]["function_id"])),
            "same_body": str(int(offices[i]["department_id"] == offices[j]["department_id"])),
            "region_a": offices[i]["region_context"],
            "region_b": offices[j]["region_context"],
            "debatable": "0",
        }
        for i, j in chosen
    ]
    return pairs, names


def main(pairs: list[dict[str, str]], names: list[dict[str, str]]) -> int:
    started = time.perf_counter()
    resolver = NameResolver.load()
    print(f"load {time.perf_counter() - started:.3f} s")
    verbose = os.environ.get("VERBOSE") == "1"
    matches = [*report_pairs(resolver, pairs, verbose), *report_names(resolver, names, verbose)]
    statuses = Counter(match.status for match in matches)
    review, rejected = statuses[Status.REVIEW] / len(matches), statuses[Status.REJECTED] / len(matches)
    print(f"{'in review':<44} {review:.2%}, rejected {rejected:.2%}")
    report_speed([(r["name"], r["region_context"]) for r in names] + [(r["a"], r["region_a"]) for r in pairs])
    print("plain fuzzy scores on all pairs:")
    baselines(pairs)
    return 0


def report_pairs(resolver: NameResolver, pairs: list[dict[str, str]], verbose: bool) -> list[NameMatch]:
    """Print how well pairs are told to be the same; the matches of their names."""
    results: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    matches: list[NameMatch] = []
    for row in pairs:
        a = resolver.resolve(row["a"], row["region_a"])
        b = resolver.resolve(row["b"], row["region_b"])
        matches += [a, b]
        truth, answer = row["same"] == "1", same_function(a, b)
        results["all"].append((answer, truth))
        if row["debatable"] == "0":
            results["sure"].append((answer, truth))
        body_is_wrong = False
        if row["same_body"]:
            results["body"].append((same_body(a, b), row["same_body"] == "1"))
            body_is_wrong = same_body(a, b) != (row["same_body"] == "1")
        if verbose and (answer != truth or body_is_wrong):
            debatable = "debatable" if row["debatable"] == "1" else ""
            print("  ", row["a"], row["b"], row["same"], row["same_body"], debatable)
            for m in (a, b):
                print(
                    "      ",
                    _one_line(m.name),
                    m.function_id,
                    m.department_id,
                    m.status,
                    m.method,
                    m.evidence,
                )
    report("same function, without the debatable", results["sure"])
    report("same function, all", results["all"])
    report("same body", results["body"])
    return matches


def report_names(resolver: NameResolver, names: list[dict[str, str]], verbose: bool) -> list[NameMatch]:
    """Print how many labelled names get the function that most of their label get; their matches."""
    by_label: dict[str, Counter[str]] = defaultdict(Counter)
    matches: list[NameMatch] = []
    for row in names:
        match = resolver.resolve(row["name"], row["region_context"])
        matches.append(match)
        by_label[row["function"]][match.function_id or "none"] += 1
        if verbose and match.status is not Status.ACCEPTED:
            name = _one_line(row["name"])
            print("   open:", name, match.function_id, match.status, match.method, match.evidence)
    main_id = {label: counts.most_common(1)[0][0] for label, counts in by_label.items()}
    agree = sum(counts[main_id[label]] for label, counts in by_label.items())
    distinct = len(set(main_id.values())) == len(main_id)
    print(f"{'labels with one function each':<44} {agree}/{len(names)} names, one to one: {distinct}")
    if verbose:
        for label, counts in by_label.items():
            if len(counts) > 1:
                print("  ", label, dict(counts))
    return matches


def report_speed(work: list[tuple[str, str]]) -> None:
    """Print how many names are resolved in a second of the processor."""
    # the cache would answer everything after the first round, so it is dropped before each
    timed = NameResolver.load()
    cpu = time.process_time()
    rounds = 10
    for _ in range(rounds):
        timed.forget()
        for name, context in work:
            timed.resolve(name, context)
    rate = rounds * len(work) / (time.process_time() - cpu)
    print(f"{'names per CPU-second, nothing cached':<44} {rate:,.0f}")


def _one_line(name: str) -> str:
    return name.replace("\n", "⏎")


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("TONGBAO_BENCH_NAMES", "")
    if where:
        sys.exit(main(read(Path(where) / "name_pairs.csv"), read(Path(where) / "names.csv")))
    shipped = Path(__file__).parent.parent / "fixtures" / "names" / "bulletin_entities.csv"
    sys.exit(main(*pairs_of_bulletins(shipped)))
