"""Real XLSX files, as Excel would write them."""

import io

import xlsxwriter


def workbook(rows) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(y, x, value, None, "worked out")
                else:
                    sheet.write(y, x, value)
    return file.getvalue()
