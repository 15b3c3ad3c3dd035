namespace Sluice.Benchmarks.Comparing;

/// <summary>The limit of a row. In all rows, less is better.</summary>
/// <param name="Ratio">The most that its own measure may be of the peer's.</param>
/// <param name="Allowance">What may be added to that, in the row's unit.</param>
/// <param name="Most">The most that it may be by itself, in the row's unit.</param>
internal sealed record Limit(double Ratio, double Allowance = 0, double Most = double.PositiveInfinity)
{
    /// <summary>Whether measures are within the limit.</summary>
    public bool Holds(double own, double peer) => own <= (Ratio * peer) + Allowance && own <= Most;

    /// <summary>The limit as text for the table.</summary>
    /// <param name="unit">The row's unit.</param>
    public string Describe(string unit) =>
        $"≤ {Ratio:0.00}x{(Allowance > 0 ? $" + {Allowance:0} {unit}" : "")}{(double.IsFinite(Most) ? $", ≤ {Most:0} {unit}" : "")}";
}
