"""Measure the indicator resolver: pairs of phrasings, columns and cells of the bulletins, speed.

    python -m benchmarks.indicators [LABELLED.csv]

`LABELLED.csv` has a column `phrasing`, optionally `where` and `unit`, and the truth in `canonical` or
`indicator_id`. Two phrasings are the same when they have the same truth, and are found to be the same
when both are accepted with the same indicator. Without a file the project's own phrasings are measured.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from extractors.reading import read_document
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.indicator_match import Where
from pipelines.meaning.tables.observations import read_table

FIXTURES = Path(__file__).parents[1] / "fixtures"


def score_pairs(rows: list[dict[str, str]], resolver: IndicatorResolver) -> tuple[float, float, float]:
    """Precision, recall and F1 over all pairs of phrasings that have a truth."""
    labelled = []
    for row in rows:
        truth = row.get("canonical") or row.get("indicator_id")
        where: Where = "prose" if row.get("where") == "prose" else "header"
        found = resolver.resolve(row["phrasing"], row.get("unit") or None, where).accepted_id
        # What is no indicator must meet nothing: each such phrasing is a truth of its own.
        labelled.append((truth or f"none of {row['phrasing']}", found))
    both = found_same = truly_same = 0
    for (truth, found), (other_truth, other_found) in combinations(labelled, 2):
        same, said = truth == other_truth, found is not None and found == other_found
        both += same and said
        found_same += said
        truly_same += same
    precision, recall = both / max(found_same, 1), both / max(truly_same, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def bulletin_cells(resolver: IndicatorResolver) -> tuple[Counter[str], int]:
    """The fates of all cells of the five bulletins, and the number of figures without an indicator."""
    fates: Counter[str] = Counter()
    nameless = 0
    for path in sorted((FIXTURES / "bulletins").glob("*.txt")):
        document = read_document(path.read_bytes(), name=path.name)
        for index, table in enumerate(document.tables):
            reading = read_table(document, table, index, resolver)
            fates.update(fate.fate for fate in reading.fates)
            nameless += sum(1 for o in reading.observations if not (o.indicator and o.indicator.accepted_id))
    return fates, nameless


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labelled", nargs="?", type=Path, default=FIXTURES / "indicators" / "phrasings.csv")
    labelled = parser.parse_args().labelled
    with labelled.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))

    started = time.process_time()
    resolver = IndicatorResolver.load()
    loading = time.process_time() - started
    started = time.process_time()
    precision, recall, f1 = score_pairs(rows, resolver)
    resolving = time.process_time() - started
    print(f"registry: {len(resolver.registry)} indicators, loaded in {loading:.2f} CPU-s")
    print(f"{labelled.name}: {len(rows)} phrasings in {resolving:.2f} CPU-s")
    print(f"pairs: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")

    started = time.process_time()
    fates, nameless = bulletin_cells(resolver)
    print(f"bulletins: {sum(fates.values())} cells in {time.process_time() - started:.2f} CPU-s with reading")
    print("  " + ", ".join(f"{fate} {count}" for fate, count in fates.most_common()))
    print(f"  figures without an indicator: {nameless}")


if __name__ == "__main__":
    main()
