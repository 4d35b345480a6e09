"""The pages of both templates, drawn by both engines: what stands where, and with what."""
