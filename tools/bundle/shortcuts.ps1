# Two shortcuts on the desktop. Saved under plain names first: WScript writes no Thai names where the
# system's code page is another.
param([string]$Program = "", [switch]$Remove)
$ErrorActionPreference = "Stop"
$desktop = [Environment]::GetFolderPath("Desktop")
$documents = [Environment]::GetFolderPath("MyDocuments")
$links = @{ "ita-docs-open" = "ออกประกาศ ITA"; "ita-docs-drop" = "วางสมุดงานที่นี่" }
foreach ($name in $links.Keys) {
    $final = Join-Path $desktop ($links[$name] + ".lnk")
    if (Test-Path -LiteralPath $final) { Remove-Item -LiteralPath $final }
    if ($Remove) { continue }
    $plain = Join-Path $desktop ($name + ".lnk")
    $link = (New-Object -ComObject WScript.Shell).CreateShortcut($plain)
    $link.TargetPath = Join-Path $Program "Scripts\ita-docs.exe"
    if ($name -eq "ita-docs-open") {
        $link.Arguments = "open --outputs ITA"
        $link.WindowStyle = 7  # its black window is small: the page is what one looks at
    }
    $link.WorkingDirectory = $documents
    $link.Save()
    Move-Item -LiteralPath $plain -Destination $final
}
