"""Countries as others define them: ISO 3166-1, the members of the European Union, and where AWS's Regions are.

The places repeat what regions.yaml says on purpose: two tables made apart catch a slip in one of them.
"""

from __future__ import annotations

__all__ = ["CODES", "COUNTRY_OF", "EEA", "EU"]

_ISO = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW
"""
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

CODES = frozenset(_ISO.split())
"""Every code of two letters in ISO 3166-1."""

EU = frozenset(_EU.split())
"""The 27 members of the European Union."""

EEA = EU | {"IS", "LI", "NO"}
"""The members of the European Economic Area."""

COUNTRY_OF = {
    "Africa (Cape Town)": "ZA",
    "Asia Pacific (Hong Kong)": "HK",
    "Asia Pacific (Hyderabad)": "IN",
    "Asia Pacific (Jakarta)": "ID",
    "Asia Pacific (Malaysia)": "MY",
    "Asia Pacific (Melbourne)": "AU",
    "Asia Pacific (Mumbai)": "IN",
    "Asia Pacific (New Zealand)": "NZ",
    "Asia Pacific (Osaka)": "JP",
    "Asia Pacific (Seoul)": "KR",
    "Asia Pacific (Singapore)": "SG",
    "Asia Pacific (Sydney)": "AU",
    "Asia Pacific (Taipei)": "TW",
    "Asia Pacific (Thailand)": "TH",
    "Asia Pacific (Tokyo)": "JP",
    "AWS GovCloud (US-East)": "US",
    "AWS GovCloud (US-West)": "US",
    "Canada (Central)": "CA",
    "Canada West (Calgary)": "CA",
    "China (Beijing)": "CN",
    "China (Ningxia)": "CN",
    "Europe (Frankfurt)": "DE",
    "Europe (Ireland)": "IE",
    "Europe (London)": "GB",
    "Europe (Milan)": "IT",
    "Europe (Paris)": "FR",
    "Europe (Spain)": "ES",
    "Europe (Stockholm)": "SE",
    "Europe (Zurich)": "CH",
    "Israel (Tel Aviv)": "IL",
    "Mexico (Central)": "MX",
    "Middle East (Bahrain)": "BH",
    "Middle East (UAE)": "AE",
    "South America (Sao Paulo)": "BR",
    "US East (N. Virginia)": "US",
    "US East (Ohio)": "US",
    "US West (N. California)": "US",
    "US West (Oregon)": "US",
}
"""AWS's name of a Region to the country it stands in."""
