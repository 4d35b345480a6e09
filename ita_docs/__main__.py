"""``python -m ita_docs`` is ``ita-docs``."""

from ita_docs.cli import main

if __name__ == "__main__":
    main()
