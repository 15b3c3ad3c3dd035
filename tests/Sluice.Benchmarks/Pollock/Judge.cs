using System.Globalization;

namespace Sluice.Benchmarks.Pollock;

/// <summary>One number of a run, and its limit.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What Sluice reached.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsLeast">Whether the limit is the least that is good enough, rather than the most.</param>
/// <param name="Best">The best known.</param>
internal sealed record Judge(string Name, double Value, double Limit, bool IsLeast, string Best)
{
    /// <summary>Whether the limit is reached.</summary>
    public bool IsReached => IsLeast ? Value >= Limit : Value <= Limit;

    /// <summary>The limit as text.</summary>
    public string LimitText => $"{(IsLeast ? "≥" : "≤")} {Text(Limit)}";

    /// <summary>The value as text. It is cut, not rounded, so that a limit that is missed does not look reached.</summary>
    public string ValueText => Text(IsLeast ? Math.Floor(Value * 1000) / 1000 : Value);

    private string Text(double number) => number.ToString(IsLeast ? "0.000" : "#,0", CultureInfo.InvariantCulture);
}
