"""What looks dead to vulture and is not: each group with its reason. Read by tests/house."""

# ruff: noqa: B018, F821

# Fields of a document's context: templates print them, no code does.
alt_text
assessed
below_target
checklist
compared
groups
has_budget
has_method
has_reporting
has_success
has_time_frame
indicator_count
indicator_number
measures_year
not_begun
overview
past_year
present
proposer
stated
urgent

# What the page of `open` prints.
endings
more_offices
more_places
write_moment

# Entries of PDF dictionaries, which pikepdf writes as attributes.
Alt
Contents
Info
K
Length1
N
OutputIntents
S
Subtype
Type
ViewerPreferences

# Handlers that expat calls, and html.parser's.
CharacterDataHandler
EndElementHandler
EntityDeclHandler
StartDoctypeDeclHandler
StartElementHandler
XmlDeclHandler
buffer_text
handle_data
handle_endtag
handle_starttag

# Commands and methods that click calls.
cron
doctor
get_command
import_
list_commands
new_template
preview
open_
systemd

# Faces that load their rooms on first use, and programs of child processes.
__getattr__
convert_all
serve

# Members of enumerations and of values that are read by name.
CHECKLIST
USAGE
WARNING
full_name
process_id

# What a library calls or reads: Python itself, logging, urllib, jinja2, XlsxWriter, sqlite3.
_prepare_formula
_write_rows
concat
converter
dont_write_bytecode
raiseExceptions
redirect_request
text_factory

# What HarfBuzz is told about a text.
cluster_level

# The tool that draws the templates gives bookmarks their names by it.
name_frame
