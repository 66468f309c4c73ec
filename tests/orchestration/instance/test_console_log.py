"""What a run of a watch writes to the terminal: each thing once, in plain words."""

import re

import dagster as dg
import pytest

from pipelines.orchestration.instance.console_log import TOLD_BY_THE_NEWS, console, console_config


def test_our_words_stand_alone_and_what_the_news_tell_is_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    @dg.op
    def step(context: dg.OpExecutionContext) -> None:
        context.log.info("seen")
        context.log.warning("linzhou: http://a.gov.cn/1.html: not there (http_404)")
        context.log.warning("file:///a.pdf: cut off", extra=TOLD_BY_THE_NEWS)
        raise ValueError("broken")

    @dg.job(logger_defs={"console": console}, config=console_config())
    def visit() -> None:
        step()

    with dg.DagsterInstance.ephemeral() as instance:
        result = visit.execute_in_process(instance=instance, raise_on_error=False)
        kept = [record.user_message for record in instance.all_logs(result.run_id)]
    said = capfd.readouterr().err.splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d linzhou: http://a.gov.cn/1.html: not there \(http_404\)", said[0]
    )
    assert not any("cut off" in line or "seen" in line for line in said)
    assert "file:///a.pdf: cut off" in kept  # the UI shows it
    assert any("STEP_FAILURE" in line and "ERROR" in line for line in said)
    assert any("ValueError: broken" in line for line in said)
