namespace Sluice.Lake.Definition;

/// <summary>How long the rows of a dataset are kept: <c>sluice:keep</c>. The sweep deletes older ones.</summary>
/// <param name="Field">The date or datetime field that tells how old a row is. A row without a value is kept.</param>
/// <param name="For">How long a row is kept.</param>
public sealed record KeepPolicy(string Field, KeepPeriod For);
