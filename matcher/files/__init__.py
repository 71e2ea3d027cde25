"""Workbooks and CSV files in and out: every row taken or refused with a reason, no formula ever written.

Reading: :func:`~matcher.files.reading.read_facts`. Writing: :func:`~matcher.files.facts_writing.write_facts`,
:func:`~matcher.files.template.write_template`, :func:`~matcher.files.report_writing.write_report`, and for other
workbooks :func:`~matcher.files.writing.open_workbook` with :func:`~matcher.files.writing.write_table`.
"""
