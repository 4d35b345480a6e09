"""From a workbook's cells to what each office entered, typed and with its address."""
