import os
import re
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from mailroom import NOW, PASSWORD, SETTINGS, Post, file_week, paper, read, serve, states

from zgtool import delivery
from zgtool.mail import open_register, prepare
from zgtool.model.settings import Recipient
from zgtool.outbox import CannotMail, Letter, Outbox, State
from zgtool.workspace.layout import WorkArea


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("秘密★1年", "word/document.xml"),
        ("机 密", "word/header1.xml"),
        ("绝密", "xl/sharedStrings.xml"),
        ("密级：机密", "word/document.xml"),
        ("000001　秘密★5年", "word/document.xml"),
    ],
)
def test_a_paper_with_a_secrecy_mark_is_neither_drafted_nor_sent(
    area: WorkArea, smtp: Post, text: str, part: str
) -> None:
    manifest = file_week(area, weekly=paper(text, part), returns={})
    (draft,) = prepare(area, manifest, SETTINGS)
    assert draft.path is None
    assert "带有密级标志" in draft.note
    (outcome,) = smtp.send(area, manifest)
    assert outcome.state is None
    assert smtp.received == []


def test_letters_arrive_over_starttls_and_read_back(area: WorkArea, smtp: Post) -> None:
    outcomes = smtp.send(area, file_week(area))
    assert states(outcomes) == [State.SENT, State.SENT]
    assert smtp.logins == [("zgb@example.gov.cn", PASSWORD)] * 2
    (people, data), (unit, _) = smtp.received
    assert people == ["wang@example.gov.cn", "li@example.gov.cn", "cundang@example.gov.cn"]
    assert unit == ["renshi@example.gov.cn"]
    message = read(data)
    assert message["X-Unsent"] is None
    assert str(message["Date"]) == "Fri, 12 Jun 2020 12:30:00 +0800"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("整改周报2020年第24周.docx", paper())
    assert b"filename*0" not in data


def test_what_is_sent_is_the_draft_apart_from_date_and_mark(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area, returns={})
    (draft,) = prepare(area, manifest, smtp.settings)
    smtp.send(area, manifest)
    assert draft.path is not None
    assert smtp.received[0][1] == draft.path.read_bytes().replace(b"X-Unsent: 1\r\n", b"")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the port is TLS itself
def test_letters_arrive_over_a_port_that_speaks_tls_from_the_start(
    area: WorkArea, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(authority, tmp_path, starttls=False)
    post = next(server)
    monkeypatch.setattr(delivery, "IMPLICIT_TLS_PORTS", {post.settings.mail_port})
    assert states(post.send(area, file_week(area))) == [State.SENT, State.SENT]
    next(server, None)


def test_a_second_call_sends_nothing_again(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area)
    smtp.send(area, manifest)
    again = smtp.send(area, manifest)
    assert states(again) == [State.SENT, State.SENT]
    assert again[0].note == "这一期的周报已发送（第1号，2020-06-12 12:30），不再重复发送"
    assert len(smtp.received) == 2


def test_the_same_edition_to_other_people_is_left_to_a_person(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area, returns={})
    smtp.send(area, manifest)
    people = (*SETTINGS.recipients, Recipient("新领导", "xin@example.gov.cn"))
    (outcome,) = smtp.send(area, manifest, settings=replace(smtp.settings, recipients=people))
    assert outcome.state is None
    assert "收件人或内容有变动的不再自动发送" in outcome.note
    assert len(smtp.received) == 1


def test_a_corrected_edition_is_sent_once(area: WorkArea, smtp: Post) -> None:
    smtp.send(area, file_week(area, returns={}))
    second = file_week(area, weekly=paper("更正后"), returns={}, edition=2)
    assert states(smtp.send(area, second)) == [State.SENT]
    assert states(smtp.send(area, second)) == [State.SENT]
    assert len(smtp.received) == 2
    assert str(read(smtp.received[1][1])["Subject"]).startswith("【更正】")


def test_only_approved_letters_are_sent(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area)
    _, back = prepare(area, manifest, smtp.settings)
    outcomes = smtp.send(area, manifest, approved={back.digest})
    assert states(outcomes) == [None, State.SENT]
    assert "没有经过核对同意" in outcomes[0].note


def test_a_line_lost_after_the_text_waits_for_a_person(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area, returns={})
    smtp.answers["END"] = ["drop"]
    (outcome,) = smtp.send(area, manifest)
    assert outcome.state is State.UNCERTAIN
    assert "对方可能已经收到" in outcome.note
    assert "请先问收件人是否收到，再登记核实结果（第1号）" in outcome.note
    assert states(smtp.send(area, manifest)) == [State.UNCERTAIN]
    assert len(smtp.received) == 1


@pytest.mark.parametrize(("arrived", "letters_in_the_end"), [(True, 1), (False, 2)])
def test_a_person_settles_an_uncertain_letter(
    area: WorkArea, smtp: Post, arrived: bool, letters_in_the_end: int
) -> None:
    manifest = file_week(area, returns={})
    smtp.answers["END"] = ["drop"]
    smtp.send(area, manifest)
    with open_register(area) as outbox:
        outbox.settle(1, arrived=arrived, at=NOW, by="张三")
    assert states(smtp.send(area, manifest)) == [State.SENT]
    assert len(smtp.received) == letters_in_the_end
    ids = {str(read(data)["Message-ID"]) for _, data in smtp.received}
    assert len(ids) == 1


def test_a_temporary_refusal_is_tried_three_times_with_doubled_waits(area: WorkArea, smtp: Post) -> None:
    manifest = file_week(area, returns={})
    smtp.answers["END"] = ["451 later"] * 3
    (outcome,) = smtp.send(area, manifest)
    assert outcome.state is State.RETRY
    assert "451 later" in outcome.note
    assert smtp.waits == [2.0, 4.0]
    assert states(smtp.send(area, manifest)) == [State.SENT]
    assert len(smtp.received) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "END"])
def test_a_temporary_refusal_at_any_step_is_made_good_by_the_second_try(
    area: WorkArea, smtp: Post, step: str
) -> None:
    smtp.answers[step] = ["451 later"] * (3 if step == "RCPT" else 1)
    assert states(smtp.send(area, file_week(area, returns={}))) == [State.SENT]
    assert (len(smtp.received), smtp.waits) == (1, [2.0])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "END"])
def test_a_lasting_refusal_is_not_tried_again(area: WorkArea, smtp: Post, step: str) -> None:
    manifest = file_week(area, returns={})
    smtp.answers[step] = ["550 no"] * (3 if step == "RCPT" else 1)
    (outcome,) = smtp.send(area, manifest)
    assert outcome.state is State.REFUSED
    assert "550 no" in outcome.note
    assert states(smtp.send(area, manifest)) == [State.REFUSED]
    assert (smtp.received, smtp.waits) == ([], [])


def test_a_line_lost_before_the_text_is_safe_to_try_again(area: WorkArea, smtp: Post) -> None:
    smtp.answers["MAIL"] = ["drop"]
    assert states(smtp.send(area, file_week(area, returns={}))) == [State.SENT]
    assert len(smtp.received) == 1


def test_one_refused_recipient_is_reported_and_the_others_get_the_letter(area: WorkArea, smtp: Post) -> None:
    smtp.unknown.add("li@example.gov.cn")
    (outcome,) = smtp.send(area, file_week(area, returns={}))
    assert outcome.state is State.SENT
    assert outcome.note == "li@example.gov.cn 未送达（no such user）"
    assert smtp.received[0][0] == ["wang@example.gov.cn", "cundang@example.gov.cn"]


def test_without_a_server_everything_waits_and_only_the_first_letter_is_tried(
    area: WorkArea, smtp: Post
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings = replace(smtp.settings, mail_port=probe.getsockname()[1])
        outcomes = smtp.send(area, file_week(area), settings=settings)
    assert states(outcomes) == [State.RETRY, None]
    assert outcomes[0].note.startswith("连不上邮箱服务器")
    assert outcomes[1].note.endswith("后面的信没有再试")
    assert smtp.waits == [2.0, 4.0]
    assert states(smtp.send(area, file_week(area))) == [State.SENT, State.SENT]


def test_a_wrong_password_is_not_tried_again_and_does_not_show(area: WorkArea, smtp: Post) -> None:
    outcomes = smtp.send(area, file_week(area), password="wrong-secret")
    assert states(outcomes) == [State.RETRY, None]
    assert "不认登录名或密码" in outcomes[0].note
    assert (len(smtp.logins), smtp.waits) == (2, [])  # one session, smtplib's two ways to say a password
    kept = b"".join(p.read_bytes() for p in area.logs.iterdir())
    assert b"wrong-secret" not in kept


def test_a_server_with_a_strange_certificate_gets_nothing(area: WorkArea, smtp: Post, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    settings = replace(smtp.settings, mail_ca=str(tmp_path / "other.pem"))
    outcomes = smtp.send(area, file_week(area), settings=settings)
    assert "证书核对不通过" in outcomes[0].note
    assert (smtp.logins, smtp.received) == ([], [])


def test_a_server_without_encryption_gets_nothing(area: WorkArea, smtp: Post) -> None:
    received: list[Any] = []

    class Plain:
        async def handle_DATA(self, server: Server, session: Any, envelope: Any) -> str:
            received.append(envelope)
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Plain(), hostname="127.0.0.1", port=port)
    controller.start()
    outcomes = smtp.send(area, file_week(area), settings=replace(smtp.settings, mail_port=port))
    controller.stop()
    assert "不支持加密" in outcomes[0].note
    assert received == []


def test_without_a_password_nothing_is_sent_and_the_clerk_is_told_where_it_goes(
    area: WorkArea, smtp: Post
) -> None:
    outcomes = smtp.send(area, file_week(area), password=None)
    assert states(outcomes) == [None, None]
    assert "ZGTOOL_SMTP_PASSWORD" in outcomes[0].note
    assert smtp.logins == []


def test_only_allowed_domains_are_sent_to(area: WorkArea, smtp: Post) -> None:
    people = (Recipient("王书记", "wang@example.gov.cn.evil.com"), Recipient("李局长", "li@example.gov.cn"))
    outcomes = smtp.send(area, file_week(area), settings=replace(smtp.settings, recipients=people))
    assert states(outcomes) == [None, State.SENT]
    assert outcomes[0].note == "收件邮箱不在“允许的收件域名”之内：wang@example.gov.cn.evil.com"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"mail_allowed": False}, "允许发送邮件"),
        ({"mail_domains": ()}, "允许的收件域名"),
        ({"mail_server": ""}, "发件服务器"),
        ({"mail_from": "整改办"}, "发件邮箱"),
        ({"mail_ca": "没有.pem"}, "证书文件"),
    ],
)
def test_settings_that_do_not_allow_sending_are_named(
    area: WorkArea, smtp: Post, change: dict[str, Any], word: str
) -> None:
    with pytest.raises(CannotMail, match=word):
        smtp.send(area, file_week(area), settings=replace(smtp.settings, **change))
    assert smtp.received == []


# the register


def letter(text: str = "a", **changes: Any) -> Letter:
    return replace(Letter("周报", "2020-W24", "领导小组", ("a@example.gov.cn",), text), **changes)


def test_of_two_programs_only_one_gets_a_letter(tmp_path: Path) -> None:
    with Outbox(tmp_path / "r.sqlite") as one, Outbox(tmp_path / "r.sqlite") as two:
        one.register(letter(), NOW)
        two.register(letter(), NOW)
        assert [one.claim(letter(), NOW, ""), two.claim(letter(), NOW, "")] == [True, False]


def test_two_contents_of_one_period_do_not_both_go_out(tmp_path: Path) -> None:
    with Outbox(tmp_path / "r.sqlite") as outbox:
        for text in "ab":
            outbox.register(letter(text), NOW)
        assert outbox.claim(letter("a"), NOW, "")
        assert not outbox.claim(letter("b"), NOW, "")
        assert outbox.rival(letter("b")) is not None


def test_a_program_that_failed_before_sending_cannot_undo_what_another_sent(tmp_path: Path) -> None:
    with Outbox(tmp_path / "r.sqlite") as outbox:
        outbox.register(letter(), NOW)
        outbox.claim(letter(), NOW, "")
        outbox.move(letter(), State.SENT, NOW, "", "", claimed=True)
        outbox.move(letter(), State.RETRY, NOW, "连不上", "", claimed=False)
        assert [line.state for line in outbox.lines()] == [State.SENT]


CRASH = """
import os, sys
from datetime import datetime
from pathlib import Path
from zgtool.outbox import Letter, Outbox
register, kind, period, audience, people, digest, claims = sys.argv[1:]
outbox, now = Outbox(Path(register)), datetime(2020, 6, 12)
letter = Letter(kind, period, audience, tuple(people.split(",")), digest)
outbox.register(letter, now)
if claims == "1":
    outbox.claim(letter, now, "")
os._exit(9)
"""


@pytest.mark.parametrize(("claimed", "state", "arrived"), [("1", State.SENDING, 0), ("0", State.SENT, 1)])
def test_a_crash_once_the_text_may_be_out_waits_for_a_person_and_before_it_does_not(
    area: WorkArea, smtp: Post, claimed: str, state: State, arrived: int
) -> None:
    manifest = file_week(area, returns={})
    (draft,) = prepare(area, manifest, smtp.settings)
    people = ",".join((*draft.to, *draft.cc))
    register = str(area.logs / "发信登记.sqlite")
    command = [sys.executable, "-c", CRASH, register, "周报", "2020-W24", "领导小组", people, draft.digest]
    environment = {**os.environ, "PYTHONPATH": str(Path(delivery.__file__).parent.parent)}
    assert subprocess.run([*command, claimed], env=environment, check=False).returncode == 9
    (outcome,) = smtp.send(area, manifest)
    assert (outcome.state, len(smtp.received)) == (state, arrived)
    assert ("请先问收件人是否收到" in outcome.note) is (state is State.SENDING)


def test_the_order_of_recipients_makes_no_other_letter() -> None:
    assert letter(recipients=("a@x.cn", "b@x.cn")).key == letter(recipients=("b@x.cn", "a@x.cn")).key
    assert letter("a").key != letter("b").key
    assert re.fullmatch(r"<zgtool-[0-9a-f]{32}@example\.gov\.cn>", letter().message_id("example.gov.cn"))


def test_what_needs_no_decision_cannot_be_settled(tmp_path: Path) -> None:
    with Outbox(tmp_path / "r.sqlite") as outbox:
        outbox.register(letter(), NOW)
        with pytest.raises(CannotMail, match="不需要核实"):
            outbox.settle(1, arrived=True, at=NOW, by="")
        with pytest.raises(CannotMail, match="没有第7号"):
            outbox.settle(7, arrived=True, at=NOW, by="")


def test_a_damaged_register_stops_all_sending(area: WorkArea, smtp: Post) -> None:
    (area.logs / "发信登记.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(CannotMail, match="发信登记打不开"):
        smtp.send(area, file_week(area))
    assert smtp.received == []


def test_the_register_keeps_who_asked_and_every_step(area: WorkArea, smtp: Post) -> None:
    smtp.answers["END"] = ["451 later"]
    smtp.send(area, file_week(area, returns={}))
    with sqlite3.connect(area.logs / "发信登记.sqlite") as base:
        steps = base.execute("SELECT state, by FROM steps").fetchall()
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert steps == [(s, "张三") for s in ("正在发送", "待重试", "正在发送", "已发送")]


# the password


def test_the_password_comes_from_the_environment_before_the_file(tmp_path: Path) -> None:
    path = delivery.password_file({}, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text("wen-jian\n", encoding="utf-8")
    path.chmod(0o600)
    assert delivery.find_password({"ZGTOOL_SMTP_PASSWORD": "huan-jing"}, tmp_path) == "huan-jing"
    assert delivery.find_password({}, tmp_path) == "wen-jian"


def test_without_a_password_there_is_none(tmp_path: Path) -> None:
    assert delivery.find_password({}, tmp_path) is None


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = delivery.password_file({}, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(CannotMail, match="0600"):
        delivery.find_password({}, tmp_path)
