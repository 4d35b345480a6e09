#!/bin/sh
# Installs ita-docs for this user from the wheels beside, without a network.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program="${XDG_DATA_HOME:-$HOME/.local/share}/ita-docs/program"
applications="${XDG_DATA_HOME:-$HOME/.local/share}/applications"

if [ ! -d "$here/wheels" ] || [ ! -f "$here/requirements.lock" ]; then
    echo "ไฟล์ zip ยังไม่ได้แตกทั้งหมด โปรดแตกไฟล์ zip แล้วสั่งไฟล์นี้ในโฟลเดอร์ที่แตกออกมา" >&2
    exit 2
fi
python=""
for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "ไม่พบ Python 3.11 ถึง 3.13 ในเครื่องนี้ ติดตั้งก่อน เช่น sudo apt install python3 python3-venv" >&2
    exit 5
fi
"$python" -m venv --clear "$program"
pip() { "$program/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.lock"
pip install --no-index --find-links "$here/wheels" --no-deps ita-docs
"$program/bin/ita-docs" --version

mkdir -p "$applications"
write_shortcut() { # file, name, command, in a terminal
    printf '[Desktop Entry]\nType=Application\nName=%s\nExec=%s\nTerminal=%s\nCategories=Office;\n' \
        "$2" "$3" "$4" > "$applications/$1.desktop"
    chmod +x "$applications/$1.desktop"
}
write_shortcut ita-docs-open "ออกประกาศ ITA" "\"$program/bin/ita-docs\" open --outputs \"$HOME/ITA\"" false
write_shortcut ita-docs-drop "วางสมุดงานที่นี่" "\"$program/bin/ita-docs\" %F" true
echo "ติดตั้งแล้ว เริ่มจาก “ออกประกาศ ITA” ในรายการโปรแกรม หรือสั่ง $program/bin/ita-docs open"
