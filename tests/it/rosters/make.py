"""Makes the workbooks beside it with other people's writers: openpyxl, xlwt, odfpy, msoffcrypto-tool.

The same roster in each, as an office keeps one: a title over the sheet, heads of two rows, a merged cell that stands for
several rows, numbers stored as numbers, a real date, a blank row, 合计 and 注, a hidden sheet. All names, numbers and
codes are made up. Run with Python 3 in this folder; the tests read what it wrote.
"""
import datetime
import io

import msoffcrypto.format.ooxml
import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

DAY = datetime.date(2019, 5, 20)
TITLE = "北峰街道招联社区生产经营单位名册"
TOP = ["序号", "单位名称", "统一社会信用代码", "门牌号", "负责人", None, "安全负责人", None, "所属网格", "成立日期", "检查时间"]
SUB = [None, None, None, None, "姓名", "电话", "姓名", "职务", None, None, None]
ROWS = [
    [1, "样例鞋材厂", "91350503MA0000007A", "北峰路1号", "甲一", 13800000001, "乙一", "厂长", "一网格", DAY, "2026.3.5"],
    [2, "样例服装加工部", "无证", "北峰路2号", "甲二", "0595-22000002", "乙二", "主管", None, "2020年3月5日", ""],
    [3, "样例纸箱厂（分店）", "无证", "北峰路３号", "甲三", 13800000003, None, None, None, None, None],
    [None] * 11,
    ["合计", "3家"] + [None] * 9,
    ["注：本表一式三份"] + [None] * 10,
]
# Row and column from 0: first row, last row, first column, last column.
MERGED = [(0, 0, 0, 10), (1, 1, 4, 5), (1, 1, 6, 7), (3, 5, 8, 8)]
MERGED += [(1, 2, at, at) for at in (0, 1, 2, 3, 8, 9, 10)]
GRID = [[TITLE] + [None] * 10, TOP, SUB] + ROWS


def xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    for at, row in enumerate(GRID):
        for to, value in enumerate(row):
            sheet.cell(at + 1, to + 1, value)
    for top, bottom, left, right in MERGED:
        sheet.merge_cells(start_row=top + 1, end_row=bottom + 1, start_column=left + 1, end_column=right + 1)
    old = book.create_sheet("旧名册")
    old.append(["单位名称", "地址", "电话"])
    old.append(["不该导入的厂", "北峰路9号", "13800000009"])
    old.sheet_state = "hidden"
    bytes_ = io.BytesIO()
    book.save(bytes_)
    return bytes_.getvalue()


def xls():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    merged = {(top, left): (top, bottom, left, right) for top, bottom, left, right in MERGED}
    for at, row in enumerate(GRID):
        for to, value in enumerate(row):
            style = date if isinstance(value, datetime.date) else xlwt.Style.default_style
            if (at, to) in merged:
                sheet.write_merge(*merged[at, to], value, style)
            elif value not in (None, "") and not any(t <= at <= b and l <= to <= r for t, b, l, r in MERGED):
                sheet.write(at, to, value, style)
    old = book.add_sheet("旧名册")
    old.visibility = 1
    old.write(0, 0, "不该导入的厂")
    book.save("roster.xls")


def ods():
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    sheet = Table(name="名册")
    merged = {(top, left): (bottom - top + 1, right - left + 1) for top, bottom, left, right in MERGED}
    for at, row in enumerate(GRID):
        line = TableRow()
        for to, value in enumerate(row):
            inside = any(t <= at <= b and l <= to <= r and (at, to) != (t, l) for t, b, l, r in MERGED)
            options = {}
            if (at, to) in merged:
                rows, columns = merged[at, to]
                options = {"numberrowsspanned": rows, "numbercolumnsspanned": columns}
            if inside:
                cell = CoveredTableCell()
            elif value in (None, ""):
                cell = TableCell(**options)
            elif isinstance(value, datetime.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat(), **options)
                cell.addElement(P(text=f"{value.year}/{value.month}/{value.day}"))
            elif isinstance(value, int):
                cell = TableCell(valuetype="float", value=value, **options)
                # As shown, which is not what is stored.
                cell.addElement(P(text=f"{value:.5E}" if value > 999 else str(value)))
            else:
                cell = TableCell(valuetype="string", **options)
                cell.addElement(P(text=value))
            line.addElement(cell)
        # An office program fills the rest of a row and of a sheet with repeated cells.
        line.addElement(TableCell(numbercolumnsrepeated=16373))
        sheet.addElement(line)
    rest = TableRow(numberrowsrepeated=1048567)
    rest.addElement(TableCell(numbercolumnsrepeated=16384))
    sheet.addElement(rest)
    book.spreadsheet.addElement(sheet)
    old = Table(name="旧名册", stylename=hidden)
    line = TableRow()
    for head in ["单位名称", "地址", "电话"]:
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=head))
        line.addElement(cell)
    old.addElement(line)
    book.spreadsheet.addElement(old)
    book.save("roster.ods")


def protected(plain):
    with open("protected.xlsx", "wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt("123456", out)


plain = xlsx()
open("roster.xlsx", "wb").write(plain)
xls()
ods()
protected(plain)
