"""A page of the knowledge base."""

from datetime import date
from typing import ClassVar

from crm_store.base import About, Record, choice, day, long_text, text
from crm_store.codes import ArticleStatus


class Article(Record, table=True):
    """A knowledge article, cited by sentence."""

    about: ClassVar[About] = About(
        "article",
        "K",
        "article",
        "知识文章",
        "articles",
        also_en=("knowledge article", "kb article", "faq"),
        also_zh=("文章", "知识库", "知识库文章"),
        title="title",
        names=("title",),
        search=("title", "body"),
        shared=True,
        brief=("language", "status", "published_on"),
    )
    title: str = text("title", "标题", required=True)
    language: str | None = text("language", "语言")
    status: ArticleStatus = choice(ArticleStatus, "status", "状态", default=ArticleStatus.DRAFT)
    published_on: date | None = day("published on", "发布日期")
    expires_on: date | None = day("expires on", "失效日期")
    body: str | None = long_text("text", "正文", also="body|content|内容")
