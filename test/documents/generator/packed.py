"""Mail by Python's email library, archives by its zipfile."""

import gzip
import io
import pathlib
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from datetime import datetime, timezone

from plain import html_with_status, text_with_status

SENT = datetime(2026, 11, 20, 14, 30, tzinfo=timezone.utc)


def message(subject="CRIS report, lab case 24-0001", sender="cris@ncmec.example", to="lab@agency.example"):
    mail = EmailMessage()
    mail["From"] = f"Child Recognition <{sender}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(SENT)
    mail["Message-ID"] = "<20261120.143000.1@ncmec.example>"
    return mail


def covering_letter():
    mail = message()
    mail.set_content("Good afternoon,\n\nthe report that you asked for is attached.\n\nRegards\nA. Analyst\n")
    return mail


def with_attachment(content, main_type, sub_type, name):
    mail = covering_letter()
    mail.add_attachment(content, maintype=main_type, subtype=sub_type, filename=name)
    return mail


def zip_of(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 14, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_packed(folder):
    """Packs documents that stand in `folder` already."""
    folder = pathlib.Path(folder)
    read = lambda name: (folder / name).read_bytes()
    body = message()
    body.set_content(text_with_status(), cte="quoted-printable")
    both = message()
    both.set_content(text_with_status(), cte="base64")
    both.add_alternative(html_with_status(), subtype="html", cte="quoted-printable")
    page_only = message()
    page_only.set_content(html_with_status(), subtype="html", cte="quoted-printable")
    with_pdf = with_attachment(read("writer.pdf"), "application", "pdf", "CRIS Report 24-0001.pdf")
    twice = with_attachment(read("status.csv"), "text", "csv", "CRIS Report 24-0001.csv")
    twice.add_attachment(read("writer.pdf"), maintype="application", subtype="pdf", filename="CRIS Report 24-0001.pdf")
    digests = message()
    digests.set_content(read("type-1.txt").decode("utf-8"))
    forwarded = message("Fwd: CRIS report", "supervisor@agency.example")
    forwarded.set_content("See below.\n")
    forwarded.add_attachment(with_attachment(read("status.csv"), "text", "csv", "Übersicht.csv"))
    inner = zip_of([("24-0001/report.csv", read("status.csv"))])
    mails = {
        "body.eml": body,
        "body-both.eml": both,
        "body-html.eml": page_only,
        "type-1.eml": digests,
        "attached-pdf.eml": with_pdf,
        "attached-twice.eml": twice,
        "attached-csv.eml": with_attachment(read("status.csv"), "application", "octet-stream", "report.csv"),
        "attached-xlsx.eml": with_attachment(read("status.xlsx"), "application", "vnd.ms-excel", "report.xlsx"),
        "attached-zip.eml": with_attachment(inner, "application", "zip", "report.zip"),
        "forwarded.eml": forwarded,
    }
    for name, mail in mails.items():
        mail.policy = SMTP
        if mail.is_multipart():
            mail.set_boundary(f"=_{name}")
        (folder / name).write_bytes(mail.as_bytes(policy=SMTP))
    (folder / "csv.csv.gz").write_bytes(gzip.compress(read("status.csv"), mtime=0))
    (folder / "csv.zip").write_bytes(inner)
    (folder / "pdf.zip").write_bytes(zip_of([("CRIS Report.pdf", read("writer.pdf"))]))
    (folder / "zip.zip").write_bytes(zip_of([("inner.zip", inner)]))
