#!/bin/sh
# Fetches, into the folder that fetch_lists.sh has filled, the names of the sets on which names are scored; they
# are from other sources than the program's lists:
#   sh crates/pii/train/fetch_sets.sh FOLDER
set -eu
cd "$1"
venv/bin/pip install --quiet --no-deps unidic-lite==1.0.8 nomquamgender==0.1.4
venv/bin/pip install --quiet tzdata
npm pack --silent @faker-js/faker@10.6.0
mkdir -p faker-js
tar --extract --gzip --file faker-js-faker-10.6.0.tgz --directory faker-js
cat > faker-js/names.mjs <<'JS'
import { allLocales } from './package/dist/index.js';
import fs from 'fs';
const collect = (into, from) => {
  if (typeof from === 'string') into.push(from);
  else if (from && typeof from.value === 'string') into.push(from.value);
  else if (from && typeof from === 'object') Object.values(from).forEach((part) => collect(into, part));
  return into;
};
const names = {};
for (const [locale, { person = {} }] of Object.entries(allLocales)) {
  const unique = (from) => [...new Set(collect([], from))];
  names[locale] = { given: unique(person.first_name), surnames: unique(person.last_name) };
}
fs.writeFileSync('fakerjs.json', JSON.stringify(names));
JS
node faker-js/names.mjs
venv/bin/python - <<'PY'
import csv, json, re, sysconfig
from pathlib import Path

packages = Path(sysconfig.get_path("purelib"))
# The dictionary's entries: word class, …, the reading in the seventh field and the spelling in the ninth.
rows = set()
for entry in re.findall(rb"[^\0]+", (packages / "unidic_lite/dicdir/sys.dic").read_bytes()):
    fields = entry.decode("utf-8", "replace").split(",")
    is_name = len(fields) > 20 and fields[:3] == ["名詞", "固有名詞", "人名"] and fields[3] in ("姓", "名")
    # One entry is cut off: ショカッ
    if is_name and not fields[8].endswith("ッ"):
        rows.add((fields[8], fields[3], fields[6]))
csv.writer(open("unidic_names.csv", "w"), lineterminator="\n").writerows(sorted(rows))
names = json.loads((packages / "nomquamgender/name_data.json").read_text())
common = sorted(name for name, row in names.items() if re.fullmatch("[a-z]{3,12}", name) and row[1] >= 300)
Path("given_world.txt").write_text("\n".join(common) + "\n")
PY
