"""Programs and processes beside our own: started, watched, and ended with all that they started.

`start_program` and `run_program` for programs of others, `start_child` for Python of our own;
`end_with_parent` and `limit_resources` are for that Python itself, at its beginning; `show_folder`
asks the desktop.
"""

from ita_docs.processes.children import (
    Child,
    build_python_command,
    end_with_parent,
    limit_resources,
    start_child,
)
from ita_docs.processes.desktop import show_folder
from ita_docs.processes.programs import (
    Answer,
    RunningProgram,
    ask_program,
    run_program,
    start_program,
)

__all__ = [
    "Answer",
    "Child",
    "RunningProgram",
    "ask_program",
    "build_python_command",
    "end_with_parent",
    "limit_resources",
    "run_program",
    "show_folder",
    "start_child",
    "start_program",
]
