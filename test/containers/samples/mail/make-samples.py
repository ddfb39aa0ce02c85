"""Writes the messages of this folder, and expected.json: what Python's email library finds in each of them.

Usage: python3 make-samples.py. Everything is invented; the same messages come out each time.
"""

import hashlib
import json
import struct
from email import encoders, message_from_string, policy
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from pathlib import Path

folder = Path(__file__).parent
# Lines as they come: the standard's CRLF, headers folded at 78.
sending = policy.SMTP


def digest(text):
    return hashlib.md5(text.encode()).hexdigest()


rows = [(digest(f"invented file {n}"), f"IMG_{n:04}.jpg", ("Identified", "Recognized", "Unrecognized")[n % 3]) for n in range(12)]
csv_report = ("MD5,File name,Result\r\n" + "".join(f"{a},{b},{c}\r\n" for a, b, c in rows)).encode()
csv_umlauts = ("MD5;Datei;Ergebnis\n" + "".join(f"{a};Bild ä {b};{c}\n" for a, b, c in rows)).encode()
text_report = "Report\n\n" + "\n".join(f"{a}  {b}  {c}" for a, b, c in rows) + "\n"
html_report = (
    "<html><body><p>Prüfbericht</p><table><tr><th>MD5</th><th>Result</th></tr>"
    + "".join(f"<tr><td>{a}</td><td>{c}</td></tr>" for a, b, c in rows)
    + "</table></body></html>\n"
)
pdf_like = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 9 + b"\r\n\n\r%%EOF"
picture = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def head(message, subject, number):
    del message["MIME-Version"]
    message["From"] = "Analyst Ärmel <analyst@example.org>"
    message["To"] = "lab@example.com"
    message["Cc"] = '"Unit, Supervisor" <unit@example.com>'
    message["Subject"] = subject
    message["Date"] = "Tue, 03 Nov 2026 10:15:30 -0500"
    message["Message-ID"] = f"<sample-{number}@example.org>"
    message["MIME-Version"] = "1.0"
    return message


def attachment(content, kind, name, encoding):
    part = MIMEBase(*kind.split("/"), policy=sending)
    if encoding == "base64":
        part.set_payload(content)
        encoders.encode_base64(part)
    elif encoding == "quoted-printable":
        import quopri

        part["Content-Transfer-Encoding"] = encoding
        part.set_payload(quopri.encodestring(content).decode("latin1"))
    else:
        part["Content-Transfer-Encoding"] = encoding
        part.set_payload(content.decode("ascii", "surrogateescape"))
    if name is not None:
        part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def mixed(number, subject, text, *parts, kind="mixed"):
    message = head(MIMEMultipart(kind, policy=sending), subject, number)
    if text is not None:
        message.attach(MIMEText(text, "plain", "utf-8", policy=sending))
    for part in parts:
        message.attach(part)
    return message


def crlf(content):
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def write(name, message, change=lambda sent: sent):
    for index, entity in enumerate(message.walk()):
        if entity.is_multipart() and entity.get_content_maintype() == "multipart" and entity.get_boundary() is None:
            entity.set_boundary(f"=_{name}_{index}")
    sent = message if isinstance(message, bytes) else message.as_bytes(policy=sending)
    (folder / name).with_suffix(".eml").write_bytes(change(sent))


def tnef(attachments, body):
    """A winmail.dat by [MS-OXTNEF]: level, id, length, data, checksum."""

    def attribute(level, identifier, data):
        return struct.pack("<BII", level, identifier, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    stream = struct.pack("<IH", 0x223E9F78, 1)
    stream += attribute(1, 0x00089006, struct.pack("<I", 0x00010000))  # attTnefVersion
    stream += attribute(1, 0x00069007, struct.pack("<II", 1252, 0))  # attOemCodepage
    stream += attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")  # attMessageClass
    stream += attribute(1, 0x0002800C, body.encode("cp1252") + b"\0")  # attBody
    for name, long_name, content in attachments:
        stream += attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))  # attAttachRendData
        stream += attribute(2, 0x00018010, name.encode("cp1252") + b"\0")  # attAttachTitle
        stream += attribute(2, 0x0006800F, content)  # attAttachData
        text = (long_name + "\0").encode("utf-16-le")
        padded = text + b"\0" * (-len(text) % 4)
        properties = struct.pack("<I", 1) + struct.pack("<III", 0x3707001F, 1, len(text)) + padded
        stream += attribute(2, 0x00069005, properties)  # attAttachment with PidTagAttachLongFilename
    return stream


def main():
    body = EmailMessage()
    head(body, "CRIS review – Fall 24-0001", 1)
    body.set_content(text_report + "\nGrüße\n", cte="quoted-printable")
    write("body-report", body)

    html = EmailMessage()
    head(html, "Report as HTML", 2)
    html.set_content(html_report.replace("<html>", '<html><meta charset="iso-8859-1">'), subtype="html", charset="iso-8859-1", cte="base64")
    write("html-report", html)

    both = EmailMessage()
    head(both, "Text and HTML", 3)
    both.set_content(text_report)
    both.add_alternative(html_report, subtype="html")
    write("alternative", both)

    write(
        "attachments",
        mixed(
            4,
            "Five encodings",
            "The reports are attached.\n",
            attachment(pdf_like, "application/pdf", "report.pdf", "base64"),
            attachment(csv_report, "text/csv", "base64.csv", "base64"),
            attachment(csv_report, "text/csv", "quoted.csv", "quoted-printable"),
            attachment(csv_report, "text/csv", "seven.csv", "7bit"),
            attachment(crlf(csv_umlauts), "text/csv", "eight.csv", "8bit"),
            attachment(crlf(csv_umlauts).rstrip(), "text/csv", "no-line-end.csv", "8bit"),
        ),
    )

    related = MIMEMultipart("related", policy=sending)
    related.attach(MIMEText('<html><body>Attached. <img src="cid:logo@example.org"></body></html>', "html", "utf-8", policy=sending))
    logo = attachment(picture, "image/png", None, "base64")
    logo["Content-ID"] = "<logo@example.org>"
    logo["Content-Disposition"] = "inline"
    related.attach(logo)
    write("inline-picture", mixed(5, "With a picture", None, related, attachment(csv_report, "text/csv", "report.csv", "base64")))

    inner = mixed(60, "The report itself", "See the attachment.\n", attachment(csv_report, "text/csv", "report.csv", "base64"))
    inner.set_boundary("=_inner")
    inner.preamble = None
    write("forwarded", mixed(6, "Fwd: The report itself", "Forwarded.\n", MIMEMessage(inner, policy=sending)))

    winmail = tnef(
        [("REPORT~1.CSV", "the report of November.csv", csv_report), ("REPORT.PDF", "report.pdf", pdf_like)],
        "The report is attached.",
    )
    write("winmail", mixed(7, "From Outlook", "", attachment(winmail, "application/ms-tnef", "winmail.dat", "base64")))

    write(
        "two-reports",
        mixed(
            8,
            "Two reports of one name, and one of none",
            "Both are attached.\n",
            attachment(csv_report, "text/csv", "report.csv", "base64"),
            attachment(crlf(csv_umlauts), "text/csv", "report.csv", "base64"),
            attachment(csv_report[:100], "application/octet-stream", None, "base64"),
        ),
    )

    promised = EmailMessage()
    head(promised, "Nothing attached", 9)
    promised.set_content("Dear colleague,\n\nplease find the report attached.\n")
    write("promised", promised)

    broken = MIMEText("placeholder", "plain", "utf-8", policy=sending)
    del broken["Content-Transfer-Encoding"]
    broken["Content-Transfer-Encoding"] = "quoted-printable"
    broken.set_payload("MD5 =ZZ Result =3D 1\nend=\n of line\nlast =\n")
    write("broken-quoted", mixed(10, "Broken escapes", None, broken))

    write("broken-base64", mixed(11, "Broken base64", "See attached.\n", attachment(csv_report, "text/csv", "report.csv", "base64")),
          lambda sent: sent.replace(b"TUQ1LEZpbGUgbmFtZ", b"TUQ1!EZpbGUgbmFtZ"))

    write(
        "forged-type",
        mixed(12, "Forged type", "The PDF is attached.\n", attachment(csv_report, "application/pdf", "report.pdf", "base64")),
    )

    write("truncated", mixed(13, "Cut off", "Attached.\n", attachment(csv_report * 4, "text/csv", "report.csv", "base64")),
          lambda sent: sent[: len(sent) - 700])

    write(
        "names",
        mixed(
            14,
            "Names",
            "Attached.\n",
            attachment(csv_report, "text/csv", ("utf-8", "", "Prüfbericht € 1.csv"), "base64"),
            attachment(csv_report, "text/csv", "../../../etc/passwd", "base64"),
            attachment(csv_report, "text/csv", "C:\\Windows\\NUL.csv", "base64"),
            attachment(csv_report, "text/csv", "/", "base64"),
            attachment(csv_report, "text/csv", "x" * 900 + ".csv", "base64"),
        ),
    )

    signature = bytes.fromhex("30820100" + "06092a864886f70d010702") + bytes(200)
    signed = mixed(
        15,
        "Signed",
        text_report,
        attachment(signature, "application/pkcs7-signature", "smime.p7s", "base64"),
        kind="signed",
    )
    write("signed", signed)

    encrypted = head(MIMEApplication(bytes.fromhex("30820100" + "06092a864886f70d010703") + bytes(200), "pkcs7-mime", policy=sending), "Encrypted", 16)
    write("encrypted", encrypted)

    report = mixed(17, "Undelivered", "Your message could not be delivered.\n", kind="report")
    status = message_from_string(
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n"
        "Final-Recipient: rfc822; x@example.org\nAction: failed\nStatus: 5.1.1\n",
        policy=sending,
    )
    report.attach(status)
    write("delivery-report", report)

    (folder / "winmail.dat").write_bytes(winmail)
    (folder / "expected.json").write_text(json.dumps(expectations(), indent=1, ensure_ascii=False) + "\n")


def expectations():
    """Parts without parts of their own, in order, as Python reads them back; messages inside stay whole."""
    found = {}
    for path in sorted(folder.glob("*.eml")):
        message = BytesParser(policy=policy.compat32).parsebytes(path.read_bytes())
        parts = []

        def visit(entity):
            if entity.get_content_type() == "message/rfc822":
                inner = entity.get_payload(0).as_bytes(policy=sending)
                parts.append(["message/rfc822", len(inner), hashlib.sha256(inner).hexdigest()])
            elif entity.get_content_maintype() == "multipart":
                for child in entity.get_payload():
                    visit(child)
            elif entity.is_multipart():
                parts.append([entity.get_content_type(), None, None])
            else:
                content = entity.get_payload(decode=True)
                parts.append([entity.get_content_type(), len(content), hashlib.sha256(content).hexdigest()])

        visit(message)
        found[path.name] = parts
    return found


main()
