#!/usr/bin/env python3
"""Makes the web pages that are written as mail programs and Word write them, from reply.json beside it."""
import html
import json
import pathlib

here = pathlib.Path(__file__).parent
reply = json.loads((here / "reply.json").read_text())
short = [reply["table"][0][index] for index in (0, 1, 3, 4)]
title, case, end = "Invented Hash Value Comparison Report", "Case Number: 24-0001", "End of report"
escape = html.escape


def outlook():
    def paragraph(text):
        style = "font-size:11.0pt;font-family:\"Calibri\",sans-serif"
        return f"<p class=MsoNormal><span style='{style}'>{text}<o:p></o:p></span></p>\n"

    def row(cells):
        style = "width:116.85pt;border:solid windowtext 1.0pt;\npadding:0in 5.4pt 0in 5.4pt"
        written = [paragraph(escape(cell) if cell else "&nbsp;") for cell in cells]
        columns = "".join(f"<td width=156 valign=top style='{style}'>\n{cell}</td>\n" for cell in written)
        return f"<tr style='mso-yfti-irow:1'>\n{columns}</tr>\n"

    body = paragraph(title) + paragraph(case)
    for section in reply["sections"]:
        rows = row(short) + "".join(row(cells) for cells in section["rows"])
        body += paragraph(f"<b>{escape(section['heading'])}</b>")
        body += f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse'>\n{rows}</table>\n"
    body += paragraph(end)
    head = """<meta http-equiv=Content-Type content="text/html; charset=us-ascii"><meta name=Generator content="Microsoft Word 15 (filtered medium)"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}
</style><![endif]--><style><!--
p.MsoNormal {margin:0in;}
--></style><!--[if gte mso 9]><xml>
<o:shapedefaults v:ext="edit" spidmax="1026" />
</xml><![endif]-->"""
    names = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    page = f'<html {names}><head>{head}</head><body lang=EN-US link="#0563C1"><div class=WordSection1>\n{body}</div></body></html>\n'
    (here / "html/outlook.html").write_bytes(page.encode("ascii", "xmlcharrefreplace"))


def gmail():
    def cell(text):
        return f"{text[:20]}<wbr>{text[20:]}" if len(text) == 32 else escape(text)

    body = f'<div>{title}</div><div>{case}</div><span style="display:none;max-height:0px">preview text</span>'
    for section in reply["sections"]:
        header = "".join(f"<th>{escape(text)}</th>" for text in short)
        rows = "".join("<tr>" + "".join(f"<td>{cell(text)}</td>" for text in cells) + "</tr>" for cells in section["rows"])
        body += f'<div>{escape(section["heading"])}</div><table border="1"><tbody><tr>{header}</tr>{rows}</tbody></table>'
    attribution = (
        '---------- Forwarded message ---------<br>From: <b class="gmail_sendername" dir="auto">Invented Sender</b> '
        '<span dir="auto">&lt;<a href="mailto:sender@example.org">sender@example.org</a>&gt;</span><br>'
    )
    pixel = '<img src="https://example.org/pixel" width="1" height="1" alt="Identified Child">'
    page = (
        f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{attribution}</div><br><br>'
        f'<table width="100%" border="0"><tbody><tr><td>{body}<div>{end}</div></td></tr></tbody></table>{pixel}</div></div>\r\n'
    )
    (here / "html/gmail.html").write_bytes(page.encode())


def word():
    def paragraph(text):
        return f"  <p class=MsoNormal>{text}</p>\n"

    rows = " <tr>\n" + "".join(f"  <td>{paragraph(escape(text)).strip()}</td>\n" for text in short) + " </tr>\n"
    for section in reply["sections"]:
        rows += f" <tr>\n  <td width=623 colspan=4 valign=top>\n{paragraph('<b>' + escape(section['heading']) + '</b>')}  </td>\n </tr>\n"
        for cells in section["rows"]:
            columns = [paragraph(escape(text) if text else "&nbsp;") for text in cells]
            rows += " <tr>\n" + "".join(f"  <td width=156 valign=top>\n{column}  </td>\n" for column in columns) + " </tr>\n"
    head = '<meta http-equiv=Content-Type content="text/html; charset=windows-1252">\n<title>Invented</title>'
    body = f"{paragraph(title)}{paragraph(case)}<table class=MsoTableGrid border=1>\n{rows}</table>\n\n{paragraph(end)}"
    page = f"<html>\n\n<head>\n{head}\n</head>\n\n<body lang=EN-US>\n\n<div class=WordSection1>\n\n{body}\n</div>\n\n</body>\n\n</html>\n"
    (here / "html/word.html").write_bytes(page.replace("\n", "\r\n").encode("cp1252"))


outlook()
gmail()
word()
