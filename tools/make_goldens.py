"""Write the golden documents anew: ``python -m tools.make_goldens`` from the repository's folder.

Look at the difference before committing it, in a commit of its own that says why it changed.
"""

from __future__ import annotations

from tests.golden.cases import CASES, FOLDER, render_case, take_apart


def main() -> None:
    for case in CASES:
        folder = FOLDER / case / "expected"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in take_apart(render_case(case)).items():
            (folder / name).write_text(text, encoding="utf-8")
        print(f"{case}: {len(list(folder.iterdir()))} files")


if __name__ == "__main__":
    main()
