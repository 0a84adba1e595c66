"""What is said when there is no page, or none for this person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.domain.journeys.notes import Kind
from yichuang.doors.workbench.audit import lines as audit_lines


def bad_request(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Say that what came in can't be read."""
    return fault(request, 400, "无法读取", "提交的内容无法读取。请返回重新填写后再提交。")


def forbidden(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Say that the page was too old to submit."""
    audit_lines.mark(request, Kind.TURNED_AWAY, "page-too-old")
    why = "页面已失效（可能登录已过期，或在别处重新登录）。请返回并刷新页面，填写的内容已自动保存。"
    return fault(request, 403, "不能提交", why)


def not_found(request: HttpRequest, exception: Exception, *_: Any) -> HttpResponse:
    """Say that there is no such page or case here."""
    why = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    why = why if why.endswith("。") else "没有这个页面，请从左侧栏目进入。"
    return fault(request, 404, "没有找到", why)


def broken(request: HttpRequest, *_: Any) -> HttpResponse:
    """Say that the program failed; nothing was written."""
    why = "系统出错，本次没有写入任何内容。请稍后再试；仍不行时请告知系统管理员并说明时间。"
    return fault(request, 500, "系统出错", why)


def fault(request: HttpRequest, status: int, title: str, why: str) -> HttpResponse:
    """Say it on a page of its own, or in the notice of the page that asked."""
    if getattr(request, "htmx", False):
        response = render(request, "workbench/refused.html", {"why": why}, status=status)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "workbench/fault.html", {"title": title, "why": why}, status=status)
