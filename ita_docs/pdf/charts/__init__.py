"""Native charts drawn by the program itself, once, and put into the engine's PDF as vectors.

    document        render copy           engine's PDF        finished PDF
    chart part ──┬> a small picture ────> image XObject ──┬─> Form XObject: lines, areas, letters
                 └> drawing (`drawing.py`) ───────────────┘   (`stamping.py`)

A chart that says something which is not known here (`known.py`) is left to the engine as it is.
"""
