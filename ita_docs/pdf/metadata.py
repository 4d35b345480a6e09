"""The XMP packet and the document information of a finished PDF, the same from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

import pikepdf

# PDF/A-2 knows no PDF/UA: a file that claims both must describe the other's one property
# (ISO 19005-2, 6.6.2.3.3).
_UA_SCHEMA = """\
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
"""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the finished PDF says of itself; ``tagged`` adds PDF/UA-1 to PDF/A-2b."""

    title: str
    creator: str
    producer: str
    tagged: bool


def write_metadata(pdf: pikepdf.Pdf, claims: Claims) -> None:
    """Replace what the engine wrote about the file: no dates, no random ids."""
    packet = pdf.make_stream(_build_packet(claims).encode("utf-8"))
    packet.Type = pikepdf.Name.Metadata
    packet.Subtype = pikepdf.Name.XML
    pdf.Root.Metadata = packet
    texts = {"/Title": claims.title, "/Author": claims.creator, "/Producer": claims.producer}
    information = pikepdf.Dictionary()
    for key, text in texts.items():
        if text:
            information[key] = pikepdf.String(text)
    pdf.trailer.Info = pdf.make_indirect(information)


def _build_packet(claims: Claims) -> str:
    core = ""
    if claims.title:
        core += _list_item("title", "Alt", claims.title, ' xml:lang="x-default"')
    if claims.creator:
        core += _list_item("creator", "Seq", claims.creator)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "   <pdfaid:part>2</pdfaid:part>\n   <pdfaid:conformance>B</pdfaid:conformance>\n"
        "  </rdf:Description>\n"
        '  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '    xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\n'
        f"{core}   <pdf:Producer>{escape(claims.producer)}</pdf:Producer>\n"
        "  </rdf:Description>\n"
        f"{_UA_SCHEMA if claims.tagged else ''}"
        ' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _list_item(name: str, kind: str, text: str, attribute: str = "") -> str:
    item = f"<rdf:li{attribute}>{escape(text)}</rdf:li>"
    return f"   <dc:{name}><rdf:{kind}>{item}</rdf:{kind}></dc:{name}>\n"
