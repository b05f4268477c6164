"""What the columns of a class list mean, by their headings: in any order, however they are capitalised and spaced.

A place that calls a column otherwise is a name in a row here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from grader.errors import UsageError, did_you_mean
from grader.safe_text import visible


class Field(StrEnum):
    """What a column tells of a person."""

    ID = "id"  # under which hand-ins come
    OTHER_ID = "other id"
    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    EMAIL = "e-mail"
    SECTION = "section"
    TEAM = "team"
    ACCOMMODATIONS = "accommodations"
    ROLE = "role"


# Columns of ids, the likeliest to be a folder's name first.  Canvas's “Student” is a name, and its “ID” a number that
# nobody else has: see `_student_is_a_name`.
_IDS = (
    *("student", "netid", "login", "loginid", "username", "sisloginid", "githubusername"),
    *("studentid", "studentnumber", "matriculationnumber", "matrikelnummer", "id"),
    *("sid", "sisuserid", "orgdefinedid", "idnumber", "identifier", "userid", "lmsuserid", "canvasuserid", "githubid"),
    # In German lists, then as Moodle has them in German, French, Spanish, Italian, Dutch and Portuguese.
    *("kennung", "benutzerkennung", "benutzername", "nutzername", "matrikelnr"),
    *("anmeldename", "nomdutilisateur", "nombredeusuario", "gebruikersnaam", "nomedeutilizador", "nomedeusuario"),
    *("idnummer", "numerodidentification", "numerodeid", "numeroid", "numerodeidentificacao"),
    *("identifiant", "identificador", "identificatore", "identificatie"),
)
_ACCOUNTS = ("githubusername",)
_OTHERS = {
    Field.NAME: (
        *("name", "fullname", "studentname", "displayname", "lastfirst", "lastnamefirstname"),
        *("vollstandigername", "nomcomplet", "nombrecompleto", "nomecompleto", "volledigenaam"),
    ),
    Field.FIRST_NAME: (
        *("firstname", "givenname", "givennames", "forename"),
        *("vorname", "prenom", "nombre", "nome", "voornaam"),
    ),
    Field.LAST_NAME: (
        *("lastname", "surname", "familyname"),
        *("nachname", "nom", "apellidos", "apellido", "cognome", "achternaam", "apelido", "sobrenome"),
    ),
    Field.EMAIL: (
        *("email", "emailaddress", "mail", "emailaddresses", "emailadresse", "mailadresse", "emailadres"),
        *("adressedecourriel", "courriel", "adressemail", "adresseemail", "indirizzoemail", "indirizzodiposta"),
        *("direcciondecorreo", "correoelectronico", "correo", "enderecodeemail", "enderecodecorreioeletronico"),
    ),
    Field.SECTION: ("section", "sections", "sectionname", "coursesection"),
    Field.TEAM: (
        *("team", "teams", "teamname", "group", "groups", "groupname"),
        *("gruppe", "gruppen", "groupe", "groupes", "grupo", "grupos", "gruppo", "gruppi", "groep", "groepen"),
    ),
    Field.ACCOMMODATIONS: ("accommodation", "accommodations"),
    Field.ROLE: ("role", "roles", "courserole"),
}
_FIELDS = {name: field for field, names in _OTHERS.items() for name in names}


class Columns(msgspec.Struct, frozen=True):
    """The meaning of each heading that has one; `passed_over` are the others."""

    fields: Mapping[int, Field]  # place of the column → what it tells
    headings: tuple[str, ...]

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Headings that mean nothing here."""
        named = enumerate(self.headings)
        return tuple(heading for place, heading in named if place not in self.fields and heading)

    @property
    def ids_are_accounts(self) -> bool:
        """Whether people get the ids by and by, as in GitHub Classroom's list, where each links an account."""
        return _key(self.heading_of_ids) in _ACCOUNTS

    @property
    def heading_of_ids(self) -> str:
        """Of the column that the ids are in."""
        return self.headings[self.places(Field.ID)[0]]

    def places(self, field: Field) -> list[int]:
        """Where a field stands."""
        return [place for place, each in self.fields.items() if each is field]


def known_headings(headings: Sequence[str]) -> int:
    """How many headings mean something."""
    return len({key for heading in headings if (key := _key(heading)) in _FIELDS or key in _IDS})


def columns_of(headings: Sequence[str], file: str, id_heading: str = "") -> Columns:
    """What each column means; `id_heading` names the column of ids where somebody chose it.

    Raises `UsageError` where no column, or more than one, can be that.
    """
    keys = [_key(heading) for heading in headings]
    chosen = _chosen(keys, headings, file, id_heading)
    if Counter(keys)[keys[chosen]] > 1:
        raise UsageError(
            f"{file} has the column {_shown(headings[chosen])} more than once",
            remedy="take away or rename those that do not hold the ids under which people hand in",
        )
    return Columns(_meanings(keys, chosen), tuple(headings))


def _chosen(keys: Sequence[str], headings: Sequence[str], file: str, id_heading: str) -> int:
    if id_heading:
        if _key(id_heading) not in keys:
            raise UsageError(
                f"{file} has no column {_shown(id_heading)}",
                remedy=did_you_mean(id_heading, [visible(each, 60) for each in headings if each]),
            )
        return keys.index(_key(id_heading))
    of_canvas = _student_is_a_name(keys)
    likely = [key for key in _IDS if key not in {"student", "id"}]
    found = [key for key in ([*likely, "id"] if of_canvas else _IDS) if key in keys]
    if not found:
        raise UsageError(
            f"{file} has no column of ids: its headings are {', '.join(map(_shown, headings))}",
            remedy="call the column of the ids under which people hand in “student”, or name it with --id",
        )
    return keys.index(found[0])


def _student_is_a_name(keys: Sequence[str]) -> bool:
    """Whether “Student” holds names, as Canvas has it: there is no other column of them, but another one of ids."""
    named = any(_FIELDS.get(key) in {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME} for key in keys)
    others = {key for key in keys if key in _IDS} - {"student", "githubusername", "githubid"}
    return "student" in keys and not named and bool(others)


def _name_is_the_last(keys: Sequence[str]) -> bool:
    """Whether “Name” is the last name alone: there is a column of first names, and no other of last names."""
    told = {_FIELDS.get(key) for key in keys}
    return Field.FIRST_NAME in told and Field.LAST_NAME not in told


def _meanings(keys: Sequence[str], chosen: int) -> dict[int, Field]:
    """Of columns that tell the same, the first is taken; ids are taken all."""
    fields: dict[int, Field] = {}
    for place, key in enumerate(keys):
        if place == chosen:
            field: Field | None = Field.ID
        elif key == "student" and _student_is_a_name(keys):
            field = Field.NAME
        elif key == "name" and _name_is_the_last(keys):
            field = Field.LAST_NAME
        elif key.rstrip("0123456789") in _IDS:  # a second id of the same place is in a column with a number
            field = Field.OTHER_ID
        else:
            field = _FIELDS.get(key)
        again = key in keys[:place] if field is Field.OTHER_ID else field in fields.values()
        if field is not None and not again:
            fields[place] = field
    return fields


def _key(heading: str) -> str:
    """A heading as one says it: capitals, accents and what stands between words do not count."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", plain.casefold())


def _shown(heading: str) -> str:
    return f"“{visible(heading, 60)}”"
