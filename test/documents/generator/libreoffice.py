"""Many conversions in one run of LibreOffice, by a macro in a profile of its own."""

import pathlib
import subprocess
import tempfile

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "pdf-of-sheets": "calc_pdf_Export",
    "pdf-of-text": "writer_pdf_Export",
    "html-of-sheets": "HTML (StarCalc)",
    "html-of-text": "HTML (StarWriter)",
}

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Convert" script:language="StarBasic">
Sub Save(source As String, target As String, filterName As String)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = &quot;Hidden&quot;
  opening(0).Value = True
  saving(0).Name = &quot;FilterName&quot;
  saving(0).Value = filterName
  document = StarDesktop.loadComponentFromURL(source, &quot;_blank&quot;, 0, opening())
  document.storeToURL(target, saving())
  document.close(True)
End Sub

Sub Main
%s
End Sub
</script:module>
"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Convert"/></library:library>
"""

def convert(conversions):
    """Conversions as triples of source path, target path and key of FILTERS. Raises where one gave no file."""
    calls = "\n".join(
        f"  Save(&quot;{pathlib.Path(source).as_uri()}&quot;, &quot;{pathlib.Path(target).as_uri()}&quot;, &quot;{FILTERS[key]}&quot;)"
        for source, target, key in conversions
    )
    with tempfile.TemporaryDirectory(prefix="criskit-soffice-") as profile:
        command = ["soffice", f"-env:UserInstallation={pathlib.Path(profile).as_uri()}", "--headless", "--norestore"]
        run = lambda *more: subprocess.run([*command, *more], check=True, timeout=240, capture_output=True)
        run("--terminate_after_init")  # a new profile puts its own library in the place of any that is there
        library = pathlib.Path(profile, "user", "basic", "Standard")
        (library / "script.xlb").write_text(LIBRARY)
        (library / "Convert.xba").write_text(MODULE % calls)
        run("macro:///Standard.Convert.Main")
    missing = [str(target) for _, target, _ in conversions if not pathlib.Path(target).exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not write {', '.join(missing)}")
