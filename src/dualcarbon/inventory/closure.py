"""Does the account add up: what is supplied of a carrier against what is used, parts against the whole."""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Closure:
    """One check of an account.

    ``residual`` (year) is what is left over [tce], ``tolerance`` the share of ``scale`` that it may reach.
    """

    name: str
    residual: xr.DataArray
    scale: xr.DataArray
    tolerance: float

    @property
    def closes(self) -> bool:
        """Whether every year stays within the tolerance."""
        return bool((abs(self.residual) <= self.tolerance * abs(self.scale)).all())

    def faults(self) -> list[Fault]:
        """Give one warning for each year that does not close."""
        far = abs(self.residual) > self.tolerance * abs(self.scale)
        return [
            note("BAL001", Place(file="data/energy.csv"), year=int(y), name=self.name,
                 residual=float(self.residual.sel(year=y)), share=100 * float(self.residual.sel(year=y) / self.scale.sel(year=y)))
            for y in self.residual.year.values[far.values]
        ]  # fmt: skip


def carrier(energy: xr.DataArray, fuel: str, tolerance: float = 1e-3) -> Closure:
    """Check that uses of electricity or heat are met by plants and net trade.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account, outputs of transformation negative. [tce]
    fuel : str
        ``electricity`` or ``heat``.
    tolerance : float
        Share of the uses that may stay unexplained: statistical difference and rounding. [1]
    """
    flows = energy.sel(fuel=fuel, drop=True).sum("sector")
    sign = xr.DataArray([{"import": -1.0, "export": 1.0}.get(str(w), 1.0) for w in flows.flow.values],
                        coords={"flow": flows.flow}, dims=["flow"])  # fmt: skip
    uses = (
        flows.where(flows > 0, 0.0)
        .sel(flow=[w for w in flows.flow.values if w not in ("import", "export")])
        .sum("flow")
    )
    return Closure(fuel, (flows * sign).sum("flow"), uses, tolerance)
