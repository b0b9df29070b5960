"""Countries as others count them: the members of the European Union, and where AWS's Regions are.

The places repeat what regions.yaml says on purpose: two tables made apart catch a slip in one of them.
"""

from __future__ import annotations

__all__ = ["COUNTRY_OF", "EEA", "EU"]

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

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
