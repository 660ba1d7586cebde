"""Checkpoints: whoever kept one sees whether the record goes on from it; commands sign and stamp it, no key enters."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bureau import Bureau
from outside import missing
from rectify.release import checkpoints, journal
from rectify.release.checkpoints import checkpoint_of, fits, parse, rewritten
from rectify.release.errors import PublishError
from rectify.release.journal import Entry, Kind
from rectify.terminal.stamping import attach
from support import ISSUE
from test_publish_command import REVISED

TIME = "2025-12-02T09:30:00+08:00"
ORIGIN = "https://www.example.gov.cn/xczg/"
NEWEST = "record/checkpoint.txt"
entries = st.lists(
    st.builds(
        Entry,
        st.just(TIME),
        st.sampled_from(Kind),
        st.sampled_from(["a.html", "b.html"]),
        form=st.just(0),
        former=st.just(""),
        totals=st.just(()),
    ),
    min_size=2,
    max_size=9,
)


def script(folder: Path, text: str) -> str:
    """The command that runs a Python script with this *text*."""
    path = folder / "command.py"
    path.write_text(text, "utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(path))}"


@settings(deadline=None)
@given(entries, st.data())
def test_one_old_checkpoint_shows_any_rewriting(told: list[Entry], data: st.DataObject) -> None:
    """Whatever is changed, taken out or put in before it; what comes after it may be anything."""
    place = data.draw(st.integers(0, len(told) - 2))
    old = checkpoint_of(ORIGIN, told[: data.draw(st.integers(place + 1, len(told)))])
    other = told[place]._replace(note="别的")

    assert rewritten(old, told) == ""
    assert rewritten(old, [*told, other]) == ""
    for forged in ([*told[:place], other, *told[place + 1 :]], told[:place] + told[place + 1 :], [other, *told]):
        assert rewritten(old, forged) != "" or forged[: old.entries] == told[: old.entries]


def test_kept_checkpoints_say_from_where_on() -> None:
    """The last that still fits bounds the place."""
    told = [Entry(TIME, Kind.ADDRESS, f"{number}.html") for number in range(9)]
    kept = [checkpoint_of(ORIGIN, told[:number]) for number in (2, 4, 6)]
    forged = [*told[:5], told[5]._replace(address="x.html"), *told[6:]]

    assert "第 5 条到第 8 条" in rewritten(checkpoint_of(ORIGIN, told[:8]), forged, kept)
    assert "只有 3 条" in rewritten(checkpoint_of(ORIGIN, told[:8]), told[:3], kept)


def test_a_checkpoint_is_four_lines_that_sha256sum_proves(bureau: Bureau) -> None:
    """Its digest is that of the record's last line but the seal."""
    site = bureau.www / "current"
    origin, count, head, time = (site / NEWEST).read_text("utf-8").splitlines()
    line = (site / "record/published.jsonl").read_bytes().splitlines(keepends=True)[int(count) - 1]

    assert (origin, time) == (ORIGIN, bureau.record[-1].time)
    assert hashlib.sha256(line).hexdigest() == head
    assert (site / f"record/checkpoint.{count}.txt").read_bytes() == (site / NEWEST).read_bytes()
    assert (bureau.root / f"record/checkpoint.{count}.txt").is_file()


@pytest.mark.parametrize("text", ["", "a\nb\nc\nd\n", f"{ORIGIN}\n1\n{'0' * 64}\n{TIME}", "x\n" * 9])
def test_anything_else_is_no_checkpoint(text: str) -> None:
    """It is told, not raised as something else."""
    with pytest.raises(PublishError):
        parse(text.encode())


def test_verify_since_an_old_checkpoint(bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that goes on is told from one that was computed anew with all its copies."""
    old = tmp_path / "kept.txt"
    shutil.copy(bureau.www / "current" / NEWEST, old)
    bureau.edit(REVISED)
    assert bureau.publish() == 0
    sound = bureau.verify(since=old), bureau.verify(there=False, since=old), capsys.readouterr().out
    forged = [one._replace(published="2025-12-01 08:00") if one.published else one for one in bureau.record]
    (bureau.root / journal.JOURNAL).write_bytes(journal.write_journal(forged))
    found = bureau.verify(there=False, since=old), capsys.readouterr().out

    assert sound[:2] == (0, 0)
    assert sound[2].count("是从这个检查点接着往下写的") == 2
    assert (found[0], "里有改动" in found[1]) == (1, True)


def test_a_signature_is_made_before_anything_is_public(bureau: Bureau, tmp_path: Path) -> None:
    """`ssh-keygen` signs the checkpoint, and with the public key anybody verifies it."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "office", "-f", str(key)], check=True)
    bureau.edit(REVISED)
    assert bureau.publish(sign=f"ssh-keygen -q -Y sign -f {shlex.quote(str(key))} -n rectify") == 0
    place = bureau.www / "current" / f"record/checkpoint.{len(bureau.record)}.txt"
    signers = tmp_path / "signers"
    signers.write_text(f"office {key.with_suffix('.pub').read_text()}", "utf-8")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "office", "-n", "rectify", "-s", f"{place}.sig"]

    assert subprocess.run(command, input=place.read_bytes(), capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=b"other", capture_output=True, check=False).returncode != 0
    assert (bureau.root / f"record/{place.name}.sig").is_file()
    assert (bureau.publish(), bureau.verify()) == (0, 0)


def test_a_signature_by_minisign(bureau: Bureau, tmp_path: Path) -> None:
    """The command ends with the option that takes the checkpoint; anybody who has the public key verifies it."""
    if shutil.which("minisign") is None:
        missing("no minisign on this computer (Debian: apt-get install minisign)")
    keys = ["-p", str(tmp_path / "key.pub"), "-s", str(tmp_path / "key")]
    subprocess.run(["minisign", "-G", "-W", *keys], check=True, capture_output=True)
    bureau.edit(REVISED)
    assert bureau.publish(sign=f"minisign -S -s {shlex.quote(str(tmp_path / 'key'))} -m") == 0
    place = bureau.www / "current" / f"record/checkpoint.{len(bureau.record)}.txt"
    command = ["minisign", "-V", "-p", str(tmp_path / "key.pub"), "-x", f"{place}.minisig", "-m"]

    assert subprocess.run([*command, str(place)], capture_output=True, check=False).returncode == 0
    assert subprocess.run([*command, str(bureau.root / "site.yaml")], capture_output=True, check=False).returncode != 0
    assert bureau.verify() == 0


def test_a_signature_by_sm2_and_sm3(bureau: Bureau, tmp_path: Path) -> None:
    """The national algorithms as OpenSSL has them, with the usual identity of the signer (GB/T 32918.2, GB/T 35276)."""
    key, public = tmp_path / "sm2.pem", tmp_path / "sm2.pub.pem"
    make = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", str(key)]
    if subprocess.run(make, capture_output=True, check=False).returncode:
        missing("this OpenSSL has no SM2")
    subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(public)], check=True)
    bureau.edit(REVISED)
    identity = "-sigopt distid:1234567812345678"
    assert bureau.publish(sign=f"openssl dgst -sm3 -sign {shlex.quote(str(key))} {identity} -out {{}}.sm2 {{}}") == 0
    place = bureau.www / "current" / f"record/checkpoint.{len(bureau.record)}.txt"
    command = ["openssl", "dgst", "-sm3", "-verify", str(public), *identity.split(), "-signature", f"{place}.sm2"]

    assert subprocess.run([*command, str(place)], capture_output=True, check=False).returncode == 0
    assert subprocess.run([*command, str(public)], capture_output=True, check=False).returncode != 0


def test_a_time_stamp_of_rfc_3161(bureau: Bureau, tmp_path: Path) -> None:
    """`openssl ts` asks an authority, here one of our own, and the stamp verifies."""
    made = time_stamping_authority(tmp_path)
    command = script(
        tmp_path,
        "import subprocess, sys\n"
        "file = sys.argv[1]\n"
        "run = lambda *words: subprocess.run(['openssl', 'ts', *words], check=True, capture_output=True)\n"
        f"run('-query', '-data', file, '-sha256', '-cert', '-out', {str(tmp_path / 'query')!r})\n"
        f"run('-reply', '-config', {str(made)!r}, '-queryfile', {str(tmp_path / 'query')!r}, '-out', file + '.tsr')\n",
    )
    bureau.edit(REVISED)
    assert bureau.publish(timestamp=command) == 0
    place = bureau.www / "current" / f"record/checkpoint.{len(bureau.record)}.txt"
    verify = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        str(place),
        "-in",
        f"{place}.tsr",
        "-CAfile",
        str(tmp_path / "tsa.pem"),
    ]

    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    stamp = Path(f"{place}.tsr").read_bytes()
    assert bytes.fromhex(hashlib.sha256(place.read_bytes()).hexdigest()) in stamp


def time_stamping_authority(folder: Path) -> Path:
    """A key and a certificate that may stamp times, and the configuration that names them."""
    config = folder / "tsa.cnf"
    config.write_text(
        "[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=Test\n"
        "[ext]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:TRUE\n"
        f"[tsa]\ndefault_tsa=own\n[own]\nserial={folder / 'serial'}\nsigner_cert={folder / 'tsa.pem'}\n"
        f"certs={folder / 'tsa.pem'}\nsigner_key={folder / 'tsa.key'}\nsigner_digest=sha256\n"
        "default_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n",
        "utf-8",
    )
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", str(config)]
    subprocess.run(
        [*made, "-keyout", str(folder / "tsa.key"), "-out", str(folder / "tsa.pem")], check=True, capture_output=True
    )
    return config


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys\nsys.exit('no key')", "no key"),
        ("", "没有在检查点旁边留下"),
        ("import sys\nopen(sys.argv[1], 'w').write('x')", "改动了检查点"),
        (None, "不能运行"),
    ],
)
def test_without_its_signature_nothing_is_public(
    bureau: Bureau, tmp_path: Path, text: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that fails, leaves nothing or is not there: the public site stands."""
    command = script(tmp_path, text) if text is not None else "/nowhere/sign"
    before = bureau.releases, bureau.record
    bureau.edit(REVISED)
    code, told = bureau.publish(sign=command), capsys.readouterr().out

    assert (code, said in told) == (1, True)
    assert (bureau.releases, bureau.record) == before
    assert bureau.publish() == 0


def test_a_later_stamp_is_published_with_the_next_release(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is put beside the checkpoint that it fits, by its name or by the digest in it; a finished release stays."""
    own = checkpoints.checkpoints_in(checkpoints.files_in(bureau.root))[0]
    stamp = tmp_path / "reply.tsr"
    stamp.write_bytes(b"\x30\x00" + hashlib.sha256(own.data).digest())
    other = tmp_path / "letter.sig"
    other.write_bytes(b"nothing that it could belong to")
    code, refused = (attach(bureau.root, Namespace(file=str(one))) for one in (stamp, other))
    releases = bureau.releases
    bureau.edit(ISSUE + "updates: [{date: 2025-12-26, text: 又检查了一次。}]\n")
    assert bureau.publish() == 0

    assert (code, refused) == (0, 1)
    assert "看不出 letter.sig 是哪一个检查点的" in capsys.readouterr().out
    name = f"{own.path}.tsr"
    assert (bureau.www / "current" / name).read_bytes() == stamp.read_bytes()
    assert not (bureau.www / "releases" / releases[0] / name).exists()
    assert fits(own, bureau.record)


def test_a_fresh_copy_of_the_project_gets_its_checkpoints_back(bureau: Bureau) -> None:
    """Without the record folder they come from the public site, as the record does."""
    before = checkpoints.files_in(bureau.root)
    shutil.rmtree(bureau.root / "record")

    assert bureau.publish() == 0
    assert checkpoints.files_in(bureau.root) == before
