# Converts every .docx of a folder to PDF in its folder "out" with Microsoft Word.
# The id of the Word it started is left in word.pid, so that a hung one can be ended.
param([Parameter(Mandatory = $true)][string]$Folder)
$ErrorActionPreference = 'Stop'
$pdfFormat = 17
$before = @(Get-Process WINWORD -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
$word = New-Object -ComObject Word.Application
try {
    Get-Process WINWORD | Where-Object { $before -notcontains $_.Id } |
        Select-Object -First 1 | ForEach-Object { $_.Id } |
        Set-Content -Encoding ASCII (Join-Path $Folder 'word.pid')
    $word.Visible = $false
    $word.DisplayAlerts = 0          # wdAlertsNone
    $word.AutomationSecurity = 3     # msoAutomationSecurityForceDisable: no macros
    $word.Options.UpdateLinksAtOpen = $false
    foreach ($file in Get-ChildItem -Path $Folder -Filter *.docx | Sort-Object Name) {
        $document = $null
        try {
            # FileName, ConfirmConversions, ReadOnly, AddToRecentFiles
            $document = $word.Documents.Open($file.FullName, $false, $true, $false)
            $target = Join-Path (Join-Path $Folder 'out') ($file.BaseName + '.pdf')
            # ... OpenAfterExport, OptimizeFor print, whole document, 1, 1, content only,
            # with properties, keep rights, no bookmarks, tags, bitmaps for missing fonts, PDF/A
            $document.ExportAsFixedFormat($target, $pdfFormat, $false, 0, 0, 1, 1, 0,
                $true, $true, 0, $true, $true, $true)
        } catch {
            Write-Output ($file.Name + ': ' + $_.Exception.Message)
        } finally {
            if ($document) { $document.Close(0) }   # wdDoNotSaveChanges
        }
    }
} finally {
    $word.Quit(0)
}
