"""Opens every .xlsx and .csv of a folder with nothing but Python's own zip, XML and csv, as strictly as a spreadsheet that
offers to repair, and says on standard output as JSON what is wrong and what each file holds: a day as {"day": "2026-11-05"}, a
number as a number, everything else as text."""

import csv
import datetime
import io
import json
import pathlib
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# What stands in a worksheet, in the order that ECMA-376 18.3.1.99 demands.
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing picture oleObjects controls webPublishItems tableParts extLst"
).split()
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日")
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d*)")


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Book:
    def __init__(self, path):
        self.faults = []
        self.zip = zipfile.ZipFile(path)
        self.demand(self.zip.testzip() is None, "a part does not match its checksum")
        names = self.zip.namelist()
        self.demand(len(names) == len(set(names)), "a part stands there twice")
        self.parts = {}
        for name in names:
            self.parts[name] = ElementTree.fromstring(self.zip.read(name))
        self.types(set(names))
        self.links = {name: self.related(name) for name in names if name.endswith(".rels")}
        self.strings = self.shared()
        self.styles = self.formats()
        self.sheets = self.worksheets()

    def demand(self, holds, otherwise):
        if not holds:
            self.faults.append(otherwise)

    def types(self, names):
        root = self.parts["[Content_Types].xml"]
        known = {one.get("Extension").lower(): one.get("ContentType") for one in root.iter(TYPES + "Default")}
        named = [one.get("PartName") for one in root.iter(TYPES + "Override")]
        self.demand(len(named) == len(set(named)), "a content type is given twice")
        for part in named:
            self.demand(part.lstrip("/") in names, f"a content type for {part}, which is not there")
        for part in names - {"[Content_Types].xml"}:
            ending = part.rsplit(".", 1)[-1].lower()
            self.demand("/" + part in named or ending in known, f"no content type for {part}")
        # Of the plain ending .xml nothing is known: each part of the book says its own.
        for part in (part for part in names if part.endswith(".xml") and part != "[Content_Types].xml"):
            self.demand("/" + part in named, f"no content type of its own for {part}")

    def related(self, name):
        folder, file = posixpath.split(name)
        base = posixpath.dirname(folder)
        owner = posixpath.join(base, file[: -len(".rels")])
        self.demand(name == "_rels/.rels" or owner in self.parts, f"{name} is of no part")
        targets = {}
        for one in self.parts[name].iter(PACKAGE + "Relationship"):
            target = one.get("Target")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            self.demand(one.get("TargetMode") != "External", f"{name} leads outside")
            self.demand(place in self.parts, f"{name} leads to {target}, which is not there")
            self.demand(one.get("Id") not in targets, f"{name} has {one.get('Id')} twice")
            targets[one.get("Id")] = place
        return targets

    def shared(self):
        root = self.parts.get("xl/sharedStrings.xml")
        if root is None:
            return []
        strings = ["".join(text.text or "" for text in item.iter(MAIN + "t")) for item in root.findall(MAIN + "si")]
        self.demand(int(root.get("uniqueCount")) == len(strings), "uniqueCount is not the number of strings")
        self.demand(len(set(strings)) == len(strings), "a shared string stands there twice")
        return strings

    def formats(self):
        root = self.parts["xl/styles.xml"]
        own = {int(one.get("numFmtId")): one.get("formatCode") for one in root.iter(MAIN + "numFmt")}
        for part in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            found = root.find(MAIN + part)
            if found is not None:
                self.demand(int(found.get("count")) == len(found), f"count of {part}")
        formats = []
        for one in root.find(MAIN + "cellXfs"):
            number = int(one.get("numFmtId"))
            self.demand(number in own or number in (0, 14, 49), f"number format {number} is not there")
            for part, list_of in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                self.demand(int(one.get(part, 0)) < len(root.find(MAIN + list_of)), f"{part} leads nowhere")
            formats.append(own.get(number, {0: "General", 14: "yyyy-mm-dd", 49: "@"}.get(number)))
        return formats

    def worksheets(self):
        book = self.parts["xl/workbook.xml"]
        links = self.links["xl/_rels/workbook.xml.rels"]
        sheets, used = [], 0
        names = []
        for one in book.find(MAIN + "sheets"):
            name = one.get("name")
            names.append(name.lower())
            self.demand(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\"), f"a sheet cannot be called {name}")
            self.demand(name.strip("'") == name, f"a sheet cannot be called {name}")
            rows, texts = self.rows(name, self.parts[links[one.get(RELATED + "id")]])
            used += texts
            sheets.append({"name": name, "rows": rows})
        self.demand(len(set(names)) == len(names), "two sheets of one name")
        root = self.parts.get("xl/sharedStrings.xml")
        if root is not None:
            self.demand(int(root.get("count")) == used, f"count of shared strings is not {used}")
        return sheets

    def rows(self, name, sheet):
        order = [ORDER.index(part.tag.removeprefix(MAIN)) for part in sheet]
        self.demand(order == sorted(set(order)), f"{name}: the parts of the sheet stand in a wrong order")
        wide, last = 0, 0
        for one in sheet.iter(MAIN + "col"):
            self.demand(last < int(one.get("min")) <= int(one.get("max")), f"{name}: columns overlap")
            last = int(one.get("max"))
        before, rows, texts = 0, [], 0
        for row in sheet.find(MAIN + "sheetData"):
            at = int(row.get("r"))
            self.demand(at > before, f"{name}: row {at} after {before}")
            rows.extend([] for _ in range(before + 1, at))
            before, cells, place = at, [], 0
            for cell in row:
                found = REFERENCE.fullmatch(cell.get("r"))
                number = column(found.group(1))
                self.demand(number > place and int(found.group(2)) == at, f"{name}: {cell.get('r')} in row {at}")
                cells.extend(None for _ in range(place + 1, number))
                value, text = self.value(f"{name} {cell.get('r')}", cell)
                texts += text
                cells.append(value)
                place = number
            wide = max(wide, place)
            rows.append(cells)
        said = sheet.find(MAIN + "dimension").get("ref").split(":")[-1]
        corner = REFERENCE.fullmatch(said)
        if rows:
            self.demand(
                column(corner.group(1)) >= wide and int(corner.group(2)) >= len(rows), f"{name}: dimension {said}"
            )
        return rows, texts

    def value(self, place, cell):
        kind, style = cell.get("t", "n"), self.styles[int(cell.get("s", 0))]
        self.demand(cell.find(MAIN + "f") is None, f"{place}: a formula")
        self.demand(kind in ("n", "s", "inlineStr"), f"{place}: a cell of kind {kind}")
        inline, value = cell.find(MAIN + "is"), cell.findtext(MAIN + "v")
        if kind == "n" and value is None:
            return None, 0
        if kind == "n":
            number = float(value)
            if "yy" in style:
                self.demand(number.is_integer() and number > 60, f"{place}: {value} is no day")
                day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number))
                return {"day": day.isoformat()}, 0
            # A share is read as it is shown.
            if style in ("0%", "0.0%"):
                return f"{number:.{style.count('0') - 1}%}", 0
            plain = style == "General" or style.endswith('"元"')
            self.demand(plain, f"{place}: a number as {style}")
            return int(number) if number.is_integer() else number, 0
        if kind == "s":
            self.demand(int(value) < len(self.strings), f"{place}: string {value} is not there")
            text = self.strings[int(value)]
        else:
            text = "".join(part.text or "" for part in inline.iter(MAIN + "t"))
        # Typed over, it stays a code.
        self.demand(style == "@", f"{place}: text {text!r} as {style}")
        self.demand(len(text.encode("utf-16-le")) // 2 <= 32767, f"{place}: too long")
        self.demand(not re.search(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f]", text), f"{place}: {text!r}")
        return text, int(kind == "s")


def days_as_text(rows):
    """Heads of the columns in which every cell is a day that is written as text."""
    found = []
    for at, head in enumerate(rows[0] if rows else []):
        filled = [row[at] for row in rows[1:] if at < len(row) and row[at] not in (None, "")]
        if filled and all(isinstance(cell, str) and DAY.fullmatch(cell) for cell in filled):
            found.append(head)
    return found


def workbook(path):
    book = Book(path)
    for sheet in book.sheets:
        rows = sheet["rows"]
        for head in days_as_text(rows):
            book.faults.append(f"{sheet['name']}: {head} has its days as text")
        if rows:
            book.demand(all(isinstance(head, str) and head for head in rows[0]), f"{sheet['name']}: {rows[0]}")
    return {"faults": book.faults, "sheets": book.sheets}


def delimited(path):
    raw, faults = path.read_bytes(), []
    if not raw.startswith(b"\xef\xbb\xbf"):
        faults.append("no mark before the text")
    text = raw.decode("utf-8-sig")
    if "\ufeff" in text:
        faults.append("a mark within the text")
    if text and not text.endswith("\r\n"):
        faults.append("the last line does not end")
    bare = re.sub(r'"(?:[^"]|"")*"', "", text).replace("\r\n", "")
    if "\r" in bare or "\n" in bare:
        faults.append("a line that does not end in CRLF")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        faults.append("rows of different width")
    # What a platform takes in as it stands is for no spreadsheet.
    for row in rows if path.stem != "map" else []:
        for cell in row:
            # A spreadsheet would reckon with it, or spoil its last digits.
            if re.match(r"[=+\-@]", cell) or re.fullmatch(r"\d{16,}", cell):
                faults.append(f"{cell!r} is no text to a spreadsheet")
    # What was put before a cell for a spreadsheet's sake is none of its words.
    rows = [[re.sub(r"^(?:\t|'(?=[=+\-@]))", "", cell) for cell in row] for row in rows]
    return {"faults": faults, "sheets": [{"name": "", "rows": rows}]}


def main():
    files = {}
    for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        if path.suffix in (".xlsx", ".csv"):
            try:
                files[path.name] = (workbook if path.suffix == ".xlsx" else delimited)(path)
            except Exception as error:  # Whatever stops a reader is what is wrong with the file.
                files[path.name] = {"faults": [f"{type(error).__name__}: {error}"], "sheets": []}
    json.dump(files, sys.stdout)


main()
