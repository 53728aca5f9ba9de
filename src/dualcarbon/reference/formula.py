"""From calorific value, carbon and oxidation to an emission factor."""

from __future__ import annotations

from dualcarbon.vocabulary.units import KGCE_MJ

CO2_PER_C = 44 / 12
"""Mass of carbon dioxide per mass of carbon. [t CO2/t C]"""


def per_physical_unit(calorific_value: float, carbon_content: float, oxidation: float) -> float:
    r"""Compute the carbon dioxide of a kilogram or cubic metre of fuel.

    .. math:: EF = NCV \cdot CC / 1000 \cdot OF \cdot 44/12

    Parameters
    ----------
    calorific_value : float
        Lower heating value. [MJ/kg or MJ/m3]
    carbon_content : float
        Carbon per unit of heat. [t C/TJ]
    oxidation : float
        Share of the carbon that burns. [1]

    Returns
    -------
    float
        [kg CO2/kg or kg CO2/m3]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial
       greenhouse gas inventories (trial)", 2011, ch. 1.

    Examples
    --------
    Raw coal, 20.908 MJ/kg, 26.37 t C/TJ, 94 % oxidised:

    >>> round(per_physical_unit(20.908, 26.37, 0.94), 4)
    1.9003
    """
    return calorific_value * carbon_content / 1000 * oxidation * CO2_PER_C


def per_tce(carbon_content: float, oxidation: float) -> float:
    """Compute the carbon dioxide of a tonne of standard coal of a fuel; no calorific value is needed.

    Parameters
    ----------
    carbon_content : float
        Carbon per unit of heat. [t C/TJ]
    oxidation : float
        Share of the carbon that burns. [1]

    Returns
    -------
    float
        [t CO2/tce]

    References
    ----------
    .. [1] National Development and Reform Commission, "Guidelines for the preparation of provincial
       greenhouse gas inventories (trial)", 2011, ch. 1.

    Examples
    --------
    Natural gas, 15.3 t C/TJ, 99 % oxidised: 15.3 x 0.99 x 44/12 x 29.3076 / 1000

    >>> round(per_tce(15.3, 0.99), 4)
    1.6277
    """
    return per_physical_unit(KGCE_MJ, carbon_content, oxidation)
