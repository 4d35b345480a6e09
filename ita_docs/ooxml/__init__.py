"""The container of Open XML files (.docx, .xlsx): its parts, its XML, its Word vocabulary."""
