"""What lies in an archive: names by their parts, contents under limits; for any bytes at all a list or a sentence."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.collect.archives.bounds import OF_A_STUDENT, Bounds
from grader.collect.archives.reading import archive_entries
from grader.collect.places import InMemory, Unfit
from grader.collect.tree import Entry, Kind, Wanted
from grader.words.hand_ins import trouble_sentence
from tests.collect.packing import LINK, PACKERS, encrypted, tar_with, tarred, zip_with, zipped

FILE = (("ada/twice.py", b"x = 1\n"),)
MANY = [(f"ada/{number}.py", bytes([48 + number]) * 700 * number) for number in range(9)]


def read(
    data: bytes, name: str, *, most: int = 1000, bounds: Bounds = OF_A_STUDENT, wanted: Wanted | None = None
) -> list[Entry]:
    return archive_entries(io.BytesIO(data), f"pack.{name}", wanted or (lambda _: most), bounds, InMemory)


def content(entry: Entry) -> bytes:
    """The bytes that were kept of a file; none of a file that was passed over."""
    return entry.place.read(1 << 30) if entry.place is not None else b""


def shown(entries: list[Entry]) -> list[tuple[tuple[str, ...], Kind, bytes]]:
    return [(entry.parts, entry.kind, content(entry)) for entry in entries]


def sentence(unfit: Unfit) -> str:
    return trouble_sentence(unfit.trouble).strip()


def refusal_of(entry: Entry, most: int = 1000) -> str:
    with pytest.raises(Unfit) as raised:
        entry.found_at().read(most)
    return sentence(raised.value)


def refusal(data: bytes, name: str, **more: object) -> str:
    with pytest.raises(Unfit) as raised:
        read(data, name, **more)  # type: ignore[arg-type]
    return sentence(raised.value)


both = pytest.mark.parametrize("name", PACKERS)


@both
def test_names_and_contents_come_back(name):
    data = PACKERS[name]([("ada/", b""), ("ada/twice.py", b"x = 1\n"), ("./bob//twice.py", b"")])

    assert shown(read(data, name)) == [
        (("ada",), Kind.FOLDER, b""),
        (("ada", "twice.py"), Kind.FILE, b"x = 1\n"),
        (("bob", "twice.py"), Kind.FILE, b""),
    ]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_dialect_of_tar_gives_its_long_names_and_its_contents(form):
    path = "/".join(["josé" * 20, "b" * 90, "twice.py"])

    (member, last) = read(tarred([(path, b"x = 1\n" * 100), ("after.py", b"y")], form=form), "tgz")

    assert shown([member, last]) == [
        (tuple(path.split("/")), Kind.FILE, b"x = 1\n" * 100),
        (("after.py",), Kind.FILE, b"y"),
    ]


@both
def test_what_is_not_wanted_is_named_and_not_kept(name):
    data = PACKERS[name]([("data.csv", b"1,2\n" * 10_000), *FILE])

    held = read(data, name, wanted=lambda parts: 10 if parts[0] == "ada" else None)

    assert [content(entry) for entry in held] == [b"", b"x = 1\n"]


@both
@pytest.mark.parametrize("clutter", ["__MACOSX/ada/._twice.py", "ada/.DS_Store", ".git/config", "ada/.venv/x.py"])
def test_what_operating_systems_add_is_passed_over(name, clutter):
    assert [member.parts for member in read(PACKERS[name]([(clutter, b"x"), *FILE]), name)] == [("ada", "twice.py")]


@both
@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../twice.py",
        "ada/../../twice.py",
        "ada/..",
        "..\\twice.py",
        "C:/twice.py",
        "C:\\twice.py",
        "ada\\..\\..\\twice.py",
        "//server/share",
        ".hidden/../twice.py",
    ],
)
def test_a_path_that_leads_astray_is_told_from_a_file(name, path):
    first, second = read(PACKERS[name]([(path, b"x"), *FILE]), name)

    assert (first.kind, content(first), second.kind) == (Kind.ASTRAY, b"", Kind.FILE)


@pytest.mark.parametrize(
    "path", ["a:b.txt", "Q: what?.txt", "ada/c:twice.py", "a..b/twice.py", "ada/...py", "ada/~/twice.py", "con/aux.py"]
)
@both
def test_odd_names_that_stay_inside_are_files(name, path):
    assert Kind.ASTRAY not in [member.kind for member in read(PACKERS[name]([(path, b"x"), *FILE]), name)]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_in_a_tar_are_told_and_never_followed(kind):
    (first, second) = read(tar_with("twice.py", kind, "/etc/passwd", *FILE), "tgz")

    assert (first.kind, content(second)) == (Kind.LINK, b"x = 1\n")
    assert "is a link" in refusal_of(first)


@pytest.mark.parametrize("kind", [tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, b"V"])
def test_devices_and_pipes_in_a_tar_are_told(kind):
    (first, second) = read(tar_with("twice.py", kind, "", *FILE), "tgz")

    assert (first.kind, content(second)) == (Kind.SPECIAL, b"x = 1\n")
    assert "no ordinary file" in refusal_of(first)


@pytest.mark.parametrize(
    ("mode", "kind"), [(LINK, Kind.LINK), (0o020666, Kind.SPECIAL), (0o010644, Kind.SPECIAL), (0o100644, Kind.FILE)]
)
def test_what_unix_wrote_into_a_zip_is_told(mode, kind):
    assert [member.kind for member in read(zip_with("twice.py", mode), "zip")] == [kind]


def test_a_sparse_file_is_no_file():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("twice.py")
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "1000000000000"}
        archive.addfile(info)

    assert [member.kind for member in read(packed.getvalue(), "tgz")] == [Kind.SPECIAL]


# --- limits ------------------------------------------------------------------------------------------------------


@both
def test_a_member_may_fill_its_limit_and_not_a_byte_more(name):
    fits, larger = read(PACKERS[name]([("a.py", b"#" * 1000), ("b.py", b"#" * 1001)]), name)

    assert len(content(fits)) == 1000
    assert "is larger than" in refusal_of(larger)


@both
def test_too_many_members_are_refused(name):
    bounds = Bounds(members=8, unpacked=1 << 20)

    assert "more than 8 files" in refusal(PACKERS[name](MANY), name, bounds=bounds)


@both
def test_too_much_together_is_refused(name):
    bounds = Bounds(members=100, unpacked=1 << 20)
    files = [(f"{number}.py", bytes(range(256)) * 2000) for number in range(4)]

    assert "more than 1 MiB" in refusal(PACKERS[name](files), name, most=1 << 20, bounds=bounds)


def traced(data: bytes, name: str) -> tuple[int, str]:
    """The most memory in use while an archive is read, and what is said of it."""
    tracemalloc.start()
    try:
        said = "".join(sentence(entry.unfit) for entry in read(data, name, most=64 << 20) if entry.unfit)
    except Unfit as unfit:
        said = sentence(unfit)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, said


@both
def test_a_bomb_takes_no_memory(name):
    data = PACKERS[name]([("twice.py", bytes(48 << 20))])

    peak, said = traced(data, name)

    assert "as tightly as no code is" in said
    assert peak < 12 << 20


def test_a_zip_that_lies_about_a_size_is_not_believed():
    data = bytearray(zipped([("twice.py", b"x" * 100_000)]))
    size = struct.pack("<I", 100_000)
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = struct.pack("<I", 10)
        place = data.find(size, place + 1)

    (member,) = read(bytes(data), "zip")

    assert "is damaged" in refusal_of(member)


def test_a_tar_that_promises_an_exabyte_is_damaged_and_not_waited_for():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("twice.py")
        info.size = 1 << 60
        archive.fileobj.write(info.tobuf(tarfile.GNU_FORMAT))

    assert "damaged" in refusal(packed.getvalue(), "tgz")


def test_a_name_of_a_gigabyte_is_not_read():
    raw = tarfile.TarInfo("././@LongLink")
    raw.type, raw.size = tarfile.GNUTYPE_LONGNAME, 1 << 30

    assert "damaged" in refusal(gzip.compress(raw.tobuf(tarfile.GNU_FORMAT) + bytes(1 << 20)), "tgz")


def test_a_chain_of_extensions_counts_as_members():
    link = tarfile.TarInfo("././@LongLink")
    link.type, link.size = tarfile.GNUTYPE_LONGNAME, 0

    assert "files" in refusal(gzip.compress(link.tobuf(tarfile.GNU_FORMAT) * 1100), "tgz")


def test_a_list_of_contents_of_a_zip_that_is_too_long_is_not_read():
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 20 << 20, 0, 0)

    assert "too long a list" in refusal(bytes(20 << 20) + end, "zip")


# --- damage ------------------------------------------------------------------------------------------------------


def test_a_password_is_said():
    (member,) = read(encrypted(FILE), "zip")

    assert "encrypted" in refusal_of(member)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_unusual_compression_is_said(method):
    (member,) = read(zipped(FILE, method=method), "zip")

    assert "in an unusual way" in refusal_of(member)


@both
@pytest.mark.parametrize("data", [b"", b"PK", b"\x1f\x8b", b"hello" * 1000, bytes(2000)])
def test_bytes_that_are_no_archive_are_said(name, data):
    assert "damaged" in refusal(data, name)


def test_an_archive_under_the_others_name_is_said():
    assert "damaged" in refusal(zipped(FILE), "tar.gz")
    assert "damaged" in refusal(tarred(FILE), "zip")


@given(cut=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_a_tar_that_was_cut_off_never_passes_for_a_shorter_one(cut):
    data = tarred(MANY)

    assert "damaged" in refusal(data[: max(len(data) - cut, 0)], "tar.gz", most=10_000)


BEHIND_THE_CHECKSUM = 155  # stands for nothing: the sum ends at the NUL before it, and is not summed up itself


@given(place=st.integers(0, 511).filter(lambda place: place != BEHIND_THE_CHECKSUM), header=st.sampled_from([0, 2, 5]))
@settings(max_examples=30, deadline=None)
def test_a_broken_header_never_passes_for_the_end(place, header):
    raw = bytearray(gzip.decompress(tarred([(f"{number}.py", b"x" * 512) for number in range(4)])))
    raw[1024 * (header // 2) + place] ^= 0x15

    assert "damaged" in refusal(gzip.compress(bytes(raw)), "tgz")


def test_members_behind_the_end_are_not_lost_in_silence():
    raw = gzip.decompress(tarred(FILE))

    assert "behind its end" in refusal(gzip.compress(raw + raw), "tgz")


def test_a_tar_without_an_end_mark_is_read():
    raw = gzip.decompress(tarred(FILE)).rstrip(b"\0")

    assert len(read(gzip.compress(raw + bytes(-len(raw) % 512)), "tgz")) == 1


SEEDS = [packer(files) for packer in (zipped, tarred) for files in (FILE, MANY)]
SEEDS += [gzip.decompress(tarred(MANY)), gzip.decompress(tarred([("é" * 120, b"x")]))]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An archive with a few bytes changed, and a piece cut out or doubled."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    start, length = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
    piece = data[start : start + length]
    data[start : start + length] = piece * draw(st.integers(0, 2))
    return bytes(data)


@given(
    data=st.binary(max_size=600) | mutated() | mutated().map(gzip.compress),
    name=st.sampled_from(["zip", "tar.gz", "tgz"]),
)
@example(data=b"PK\x05\x06" + bytes(18), name="zip")
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_list_of_bounded_members_or_a_sentence(data, name):
    try:
        held, said = read(data, name), ""
    except Unfit as unfit:
        held, said = [], sentence(unfit)

    assert said.endswith(".") or not said
    assert all(len(content(member)) <= 1000 for member in held)
    assert not any({"", ".", ".."} & set(member.parts) for member in held if member.kind is not Kind.ASTRAY)
