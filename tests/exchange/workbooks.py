"""Makes small Excel workbooks for tests."""

import io
import zipfile

import openpyxl


def workbook(path, *rows, title_rows=()):
    """An XLSX file with these rows in its first sheet."""
    book = openpyxl.Workbook()
    for row in (*title_rows, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def as_excel_writes(path, sheet, texts=()):
    """A workbook whose cells name their texts by number, and whose second style is a date."""
    workbook(path, ("any",))
    with zipfile.ZipFile(path) as old:
        types, styles = old.read("[Content_Types].xml").decode(), old.read("xl/styles.xml").decode()
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    return repacked(path, **{
        "sheet": f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
        "strings": f"<sst {main}>{''.join(f'<si>{text}</si>' for text in texts)}</sst>",
        "xl/styles.xml": styles.replace("</cellXfs>", '<xf numFmtId="14" xfId="0"/></cellXfs>'),
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')})


def repacked(path, **members):
    """The same workbook with some of its parts replaced; `sheet` is its first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    changed = {names.get(name, name): content for name, content in members.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, changed.pop(member) if member in changed else old.read(member))
        for name, content in changed.items():
            new.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path
