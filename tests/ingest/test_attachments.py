"""Attachments linked from a saved page, on the web and beside a file."""

from __future__ import annotations

from pathlib import Path

from pipelines.ingest.crawling.attachments import attachments_of, linked_documents

PAGE = """<html><body><h1>通报</h1><p>正文</p>
<a href="./P020.xlsx">附件1：办件情况.xlsx</a> <a href="/down?id=7">附件2：电子证照情况</a>
<a href="js.jsp?f=%E8%A1%A8.pdf&id=3">表</a><a href="./P020.xlsx"></a><a href="../other.html">上一篇</a>
<a href="javascript:down('a.pdf')">a.pdf</a></body></html>"""


def test_attachments_of_a_page_on_the_web() -> None:
    assert linked_documents(PAGE.encode("gb18030"), "http://www.x.gov.cn/a/b/1.html") == [
        ("http://www.x.gov.cn/a/b/P020.xlsx", "附件1：办件情况.xlsx"),
        ("http://www.x.gov.cn/a/b/js.jsp?f=%E8%A1%A8.pdf&id=3", "表"),
        ("http://www.x.gov.cn/down?id=7", "附件2：电子证照情况"),
    ]


def test_other_formats_have_none() -> None:
    assert linked_documents(b"%PDF-1.7 see http://www.x.gov.cn/a.pdf", "http://www.x.gov.cn/b.pdf") == []
    assert linked_documents("附件1.xlsx".encode(), "http://www.x.gov.cn/b.txt") == []
    assert linked_documents(b"", "http://www.x.gov.cn/b.html") == []


def test_a_page_in_a_file_brings_only_files_that_lie_beside_it_or_below(tmp_path: Path) -> None:
    folder = tmp_path / "下载 2023"
    (folder / "通报_files").mkdir(parents=True)
    for path in (folder / "附件 1#.xlsx", folder / "通报_files" / "a.docx", tmp_path / "secret.pdf"):
        path.write_bytes(b"x")
    (folder / "outside.pdf").symlink_to(tmp_path / "secret.pdf")
    page = folder / "通报.html"
    page.write_text(
        '<html><body><a href="附件 1#.xlsx">一</a><a href="%E9%80%9A%E6%8A%A5_files/a.docx">二</a>'
        '<a href="../secret.pdf">三</a><a href="missing.pdf">四</a><a href="http://www.x.gov.cn/5.pdf">五</a>'
        f'<a href="outside.pdf">六</a><a href="file:///etc/passwd.pdf">七</a><a href="{"n" * 300}.pdf">八</a></body></html>',
        encoding="utf-8",
    )
    assert linked_documents(page.read_bytes(), page.as_uri()) == [
        ((folder / "附件 1#.xlsx").as_uri(), "一"),
        ((folder / "通报_files" / "a.docx").as_uri(), "二"),
    ]
    assert [title for _, title in attachments_of(page.read_bytes(), page.as_uri()).lacking] == [
        *"三四五六七八"
    ]


def test_what_nobody_can_be_asked_for_is_lacking() -> None:
    page = (
        '<p>正文</p><a href="#fj1">附件1</a><a href="javascript:down(2)">附件2：办件情况</a>'
        '<a href="3.xlsx">附件3</a><a href="javascript:;">打印</a>'
    )
    attachments = attachments_of(f"<html><body>{page}</body></html>".encode(), "http://www.x.gov.cn/1.html")
    assert attachments.found == [("http://www.x.gov.cn/3.xlsx", "附件3")]
    assert attachments.lacking == [("javascript:down(2)", "附件2：办件情况")]
