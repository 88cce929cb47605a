#!/bin/sh
# Cuts the fonts of this folder out of their packages. Run it again after a change of a version or of
# a character set; the same packages give the same bytes.
#
# Needs npm, apt-get with a source of Debian 12 packages, dpkg-deb, tar and python3 with fontTools
# (pip install fonttools).  Usage: forms/fonts/derive.sh
set -eu

SERIF=0.4.3
SANS=0.4.3

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent "@expo-google-fonts/noto-serif-sc@$SERIF" "@expo-google-fonts/noto-sans-sc@$SANS" >/dev/null
mkdir serif sans deb
tar xzf expo-google-fonts-noto-serif-sc-*.tgz -C serif --strip-components=1
tar xzf expo-google-fonts-noto-sans-sc-*.tgz -C sans --strip-components=1
apt-get download fonts-noto-core fonts-noto-cjk unicode-data >/dev/null
for package in *.deb; do dpkg-deb -x "$package" deb; done

cp serif/LICENSE_FONT "$here/OFL-NotoSerifSC.txt"
cp sans/LICENSE_FONT "$here/OFL-NotoSansSC.txt"

HERE="$here" SERIF="$SERIF" SANS="$SANS" python3 - <<'PYTHON'
import bz2, glob, hashlib, os, zlib
from fontTools import subset
from fontTools.ttLib import TTFont

here = os.environ["HERE"]

def ranges(*pairs):
    return {c for first, last in pairs for c in range(first, last + 1)}

def gb2312(rows=range(0xA1, 0xF8)):
    """GB 2312: its symbols (rows 1-9) and its 6763 characters, or some rows of it."""
    found = set()
    for row in rows:
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found

def standard_8105():
    """The list of 2013 (通用规范汉字表), field kTGH of Unihan."""
    found = set()
    with bz2.open(glob.glob("deb/usr/share/unicode/Unihan_OtherMappings.txt.bz2")[0], "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line:
                found.add(int(line.split("\t")[0][2:], 16))
    assert len(found) == 8105, len(found)
    return found

# Characters of names and places seen in registers that the list of 2013 lacks.
NAMES = set(map(ord, "䶮㛃㙍㭎㸌䓖䗴䲢龑彧玥喆堃垚犇镕鄠頔昇昪晳淼燊翀珺祎禤囍乄〇喬佈邨塱冚氹圳"))
LATIN = ranges((0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F))
SYMBOLS = ranges((0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x27BF), (0x2E80, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF))
HAN = ranges((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

# Titles and labels: the symbols and the 3755 common characters of GB 2312. A title with another one is
# set whole in the serif face.
common = gb2312(range(0xA1, 0xD8)) | LATIN | ranges((0x2000, 0x206F), (0x2460, 0x249B), (0x25A0, 0x25FF), (0x3000, 0x303F), (0xFF00, 0xFF5E)) | set(map(ord, "¥￥℃№㎡㎥²³‰≤≥±×÷√✓"))
# Running text: what nearly every paper is written with. The other characters of the same face lie packed beside it
# and are unpacked when a name needs one.
usual = LATIN | SYMBOLS | gb2312() | standard_8105() | NAMES
rare = HAN - usual

def cut(source, target, wanted, number=-1):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.desubroutinize = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "DSIG", "STAT", "gasp"]
    options.font_number = number
    font = subset.load_font(source, options)
    has = set(font.getBestCmap())
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(wanted & has))
    cutter.subset(font)
    subset.save_font(font, os.path.join(here, target), options)
    return has

def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()

serif = "serif/400Regular/NotoSerifSC_400Regular.ttf"
bold = "serif/700Bold/NotoSerifSC_700Bold.ttf"
sans = "sans/400Regular/NotoSansSC_400Regular.ttf"
symbols = "deb/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf"
cjk = "deb/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"

in_serif = cut(serif, "NotoSerifSC-Regular.ttf", usual)
cut(serif, "NotoSerifSC-Rare.ttf", rare)
cut(bold, "NotoSerifSC-Bold.ttf", common)
cut(sans, "NotoSansSC-Regular.ttf", common)
cut(symbols, "NotoSansSymbols2-Ticks.ttf", set(map(ord, "☐☑☒✓✔")))
# What the collection of all regions has beyond that (𠮷 and some 2000 more), in its simplified face.
cut(cjk, "NotoSerifCJK-Rest.otf", HAN - in_serif, number=2)

with open(os.path.join(here, "NotoSerifSC-Rare.ttf"), "rb") as loose:
    packed = zlib.compress(loose.read(), 9)
with open(os.path.join(here, "NotoSerifSC-Rare.ttf.zlib"), "wb") as out:
    out.write(packed)

versions = {os.path.basename(p).split("_")[0]: os.path.basename(p).split("_")[1] for p in glob.glob("*.deb")}
npm_serif = "npm @expo-google-fonts/noto-serif-sc " + os.environ["SERIF"]
npm_sans = "npm @expo-google-fonts/noto-sans-sc " + os.environ["SANS"]
rows = [
    ("NotoSerifSC-Regular.ttf", npm_serif, serif, "GB 2312, the 8105 characters of the list of 2013, Latin, Greek, Cyrillic, punctuation, symbols, kana"),
    ("NotoSerifSC-Rare.ttf", npm_serif, serif, "every other Han character it has: with the former GB 18030-2022 levels 1 and 2 as far as the font goes; kept packed as `NotoSerifSC-Rare.ttf.zlib`"),
    ("NotoSerifSC-Bold.ttf", npm_serif, bold, "the 3755 common characters of GB 2312, Latin, punctuation"),
    ("NotoSansSC-Regular.ttf", npm_sans, sans, "the same"),
    ("NotoSansSymbols2-Ticks.ttf", "Debian fonts-noto-core " + versions["fonts-noto-core"], symbols, "☐☑☒✓✔"),
    ("NotoSerifCJK-Rest.otf", "Debian fonts-noto-cjk " + versions["fonts-noto-cjk"], cjk, "Han characters that NotoSerifSC-Regular lacks (simplified face)"),
]
with open(os.path.join(here, "SOURCES.md"), "w", encoding="utf-8") as out:
    out.write("# Where these fonts come from\n\nWritten by `derive.sh`. All are under the SIL Open Font License 1.1: `OFL-NotoSerifSC.txt` (also for\n`NotoSerifCJK-Rest.otf` and `NotoSansSymbols2-Ticks.ttf`, © Adobe and Google) and `OFL-NotoSansSC.txt`.\nNone of them reserves the name Noto. Each is cut down: no hinting, no layout tables, fewer characters.\nThe 8105 list is the field kTGH of Debian unicode-data " + versions["unicode-data"] + ".\n\n")
    for name, package, source, what in rows:
        path = os.path.join(here, name)
        font = TTFont(path, lazy=True)
        out.write(f"## {name}\n- package: {package}, file `{os.path.basename(source)}`, sha256 `{sha256(source)}`\n- font version: {font['name'].getDebugName(5)}; {font['name'].getDebugName(0)}\n- kept: {what} ({len(font.getBestCmap())} characters, {os.path.getsize(path)} bytes)\n- sha256: `{sha256(path)}`\n\n")
os.remove(os.path.join(here, "NotoSerifSC-Rare.ttf"))
PYTHON
